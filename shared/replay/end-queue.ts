/** Requests that are under way, the one whose answer ends first in front. */
export class EndQueue {
  #ends = new Float64Array(64);
  #requests = new Uint32Array(64);
  #size = 0;

  /** When the first of them ends; Infinity without any. */
  get firstMs(): number {
    return this.#size === 0 ? Infinity : (this.#ends[0] ?? Infinity);
  }

  /** @param request its place in the log */
  push(endMs: number, request: number): void {
    if (this.#size === this.#ends.length) this.#grow();
    let at = this.#size;
    this.#size += 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentMs = this.#ends[parent] ?? 0;
      if (parentMs <= endMs) break;
      this.#put(at, parentMs, this.#requests[parent] ?? 0);
      at = parent;
    }
    this.#put(at, endMs, request);
  }

  /** Takes the first away and says its place in the log. There must be one. */
  pop(): number {
    const first = this.#requests[0] ?? 0;
    this.#size -= 1;
    const endMs = this.#ends[this.#size] ?? 0;
    const request = this.#requests[this.#size] ?? 0;
    let at = 0;
    for (let child = 1; child < this.#size; child = 2 * at + 1) {
      if (child + 1 < this.#size && (this.#ends[child + 1] ?? 0) < (this.#ends[child] ?? 0)) child += 1;
      const childMs = this.#ends[child] ?? 0;
      if (endMs <= childMs) break;
      this.#put(at, childMs, this.#requests[child] ?? 0);
      at = child;
    }
    this.#put(at, endMs, request);
    return first;
  }

  #put(at: number, endMs: number, request: number): void {
    this.#ends[at] = endMs;
    this.#requests[at] = request;
  }

  #grow(): void {
    const [ends, requests] = [this.#ends, this.#requests];
    this.#ends = new Float64Array(ends.length * 2);
    this.#ends.set(ends);
    this.#requests = new Uint32Array(requests.length * 2);
    this.#requests.set(requests);
  }
}
