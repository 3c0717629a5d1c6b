/** @file Answers of the API: JSON with the same few headers each. A plain object of headers keeps the server on its fast path. */

/** Nothing of the API is to be cached, framed, sniffed or loaded by another site's page. */
export const apiHeaders: Readonly<Record<string, string>> = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** @param value what JSON can hold; Infinity and NaN become null. */
export function answer(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), { status, headers: apiHeaders })
}
