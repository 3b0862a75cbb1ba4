/** A refusal as Meta words it. */
export interface Refusal {
  code: number
  subcode?: number
  message?: string
  /** 400 where unsaid, which is what nearly everything comes as. */
  status?: number
  transient?: boolean
}

/** Thrown by the emulator's parts; the door makes an answer of it. */
export class GraphRefusal extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(`code ${refusal.code}`)
    this.refusal = refusal
  }
}

/** The body of a refusal, also for faults that tests put in the way. */
export function refusalBody({
  code,
  subcode,
  message = `(#${code}) synthetic text`,
  transient = false,
}: Refusal): string {
  return JSON.stringify({
    error: {
      message,
      type: 'OAuthException',
      code,
      ...(subcode === undefined ? {} : { error_subcode: subcode }),
      is_transient: transient,
      error_user_title: 'synthetic title',
      error_user_msg: 'synthetic text',
      fbtrace_id: 'AbCdEf123',
    },
  })
}

export function answer(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return new Response(text, { status, headers: { 'content-type': 'application/json; charset=UTF-8', ...headers } })
}

/** A request, taken apart: the path below the version, and everything that was said with it. */
export interface Asked {
  method: string
  version: string
  path: string
  params: Record<string, string>
  json: unknown
  token: string
  url: URL
}

/** A parameter that holds JSON. @throws GraphRefusal 100 where it does not */
export function jsonParam(params: Record<string, string>, name: string): unknown {
  const text = params[name]
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new GraphRefusal({ code: 100, message: `(#100) Param ${name} must be valid JSON` })
  }
}
