import type { UpstreamAnswer } from '../upstream.ts'

export class Refusal extends Error {
  readonly answer: UpstreamAnswer

  constructor(status: number, text: string) {
    super(text)
    this.answer = answerJson({ error: text }, status)
  }
}

export function refuse(status: number, text: string): never {
  throw new Refusal(status, text)
}

export const answerJson = (value: unknown, status = 200): UpstreamAnswer => ({
  status,
  body: JSON.stringify(value),
  headers: { 'content-type': 'application/json' },
})
