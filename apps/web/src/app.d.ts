declare global {
  namespace App {
    interface Error {
      message: string
      /** What to tell whoever looks after the installation. */
      reference?: string
    }
    interface Locals {
      requestId: string
      /** The colour of the tenant whose page this is, checked; none on agency pages. */
      brand?: string
      /** How the tenant whose page this is writes days and numbers. */
      locale?: string
      /** Cookies that the API set while this request was answered, as it wrote them. */
      apiCookies: string[]
    }
    interface Platform {
      /** Answers a request to the API without leaving the process; put there by whoever runs both. */
      req: { throughlineApi?: (request: Request) => Promise<Response> }
    }
  }
}

export {}
