/**
 * Asks the JSON API about a session, in one's role; it throws the server's refusal.
 * @param {{ id: string, role: string, under?: string }} session under: where the routes of readers are
 * @param {string} method
 * @param {string} path behind /api/sessions/{id}, and under
 * @param {object} [body]
 */
export async function call({ id, role, under = "" }, method, path, body) {
  const answer = await fetch(`/api/sessions/${id}${under}${path}?role=${role}`, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  const result = answer.status === 204 ? {} : await answer.json();
  if (!answer.ok) throw result.error;
  return result;
}
