// The time of day in the reader's way: <html data-clock="12"> stands for "4:30 PM", nothing for "16:30".

/** `moment`'s time of day in that zone. */
export function timeOfDay(moment: Date, zone: string, twelve: boolean): string {
  const hour = twelve ? "numeric" : "2-digit";
  return new Intl.DateTimeFormat(twelve ? "en-US" : "en-GB", { timeZone: zone, hour, minute: "2-digit" }).format(moment);
}

/** Whether this page's reader likes twelve hours. */
export function likesTwelve(): boolean {
  return document.documentElement.dataset["clock"] === "12";
}
