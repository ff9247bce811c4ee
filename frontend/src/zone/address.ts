// The address of the same page on somebody's clock; "" where it says a zone already, or the browser tells none.
export function withZone(address: string, zone: string | undefined): string {
  const url = new URL(address);
  if (!zone || url.searchParams.has("zone")) return "";
  url.searchParams.set("zone", zone);
  return url.href;
}
