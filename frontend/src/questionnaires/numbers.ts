// Arithmetic that comes out as on the server (opencoach/questionnaires/numbers.py), to the last digit.

const LARGEST = 1e15;
const MOST_DECIMALS = 9;

/** The number, or null for what is none or is too large to be exact; −0 is 0. */
export function kept(value: number): number | null {
  if (!(value >= -LARGEST && value <= LARGEST)) return null;
  return value === 0 ? 0 : value;
}

/** The exact sum, rounded once, in whatever order: Shewchuk's partial sums. */
export function total(values: Iterable<number>): number | null {
  const partials: number[] = [];
  for (let x of values) {
    let kept_ = 0;
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) partials[kept_++] = low;
      x = high;
    }
    partials.length = kept_;
    partials.push(x);
  }
  return kept(nearest(partials));
}

function nearest(partials: number[]): number {
  let n = partials.length;
  if (n === 0) return 0;
  let high = partials[--n] ?? 0;
  let low = 0;
  while (n > 0) {
    const x = high;
    const y = partials[--n] ?? 0;
    high = x + y;
    low = y - (high - x);
    if (low !== 0) break;
  }
  const next = partials[n - 1] ?? 0;
  if (n > 0 && ((low < 0 && next < 0) || (low > 0 && next > 0))) {
    const y = low * 2;
    const x = high + y;
    if (y === x - high) high = x;
  }
  return high;
}

/** To so many decimals (0 to 9), half away from zero, by the digits that the number is written with. */
export function rounded(value: number, decimals = 0): number {
  const result = Number(digits(value, decimals));
  return result === 0 ? 0 : result;
}

/** As it is shown, with a point and without idle zeros. */
export function shown(value: number, decimals: number): string {
  const text = digits(rounded(value, decimals), decimals);
  return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
}

function digits(value: number, decimals: number): string {
  const places = Math.max(0, Math.min(Math.trunc(decimals), MOST_DECIMALS));
  const [whole, fraction] = written(Math.abs(value));
  let scaled = BigInt(whole + fraction.slice(0, places).padEnd(places, "0"));
  if ((fraction[places] ?? "0") >= "5") scaled += 1n;
  const text = scaled.toString().padStart(places + 1, "0");
  const cut = text.length - places;
  return (value < 0 && scaled > 0n ? "-" : "") + text.slice(0, cut) + (places ? "." + text.slice(cut) : "");
}

/** The digits before and after the point. */
function written(value: number): [string, string] {
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const shift = Number(exponent);
  if (shift >= 0) return [whole + fraction.slice(0, shift).padEnd(shift, "0"), fraction.slice(shift)];
  const all = "0".repeat(-shift) + whole;
  return [all.slice(0, shift) || "0", all.slice(shift) + fraction];
}
