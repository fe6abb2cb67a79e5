// One question to the API.
import { problemWords } from '#lib/problem-words.ts';

/** @param path with its query @throws Error with a sentence in the page's language */
export async function askApi<Answer>(path: string): Promise<Answer> {
  const response = await fetch(path);
  const body = (await response.json()) as Answer & { error?: { code: string; message: string } };
  if (!response.ok) throw new Error(problemWords(body.error ?? { code: '', message: response.statusText }));
  return body;
}
