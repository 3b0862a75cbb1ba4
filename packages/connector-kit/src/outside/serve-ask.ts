import type { Ctx } from '../define-connector.ts'
import type { DownloadOptions, HttpAnswer, RequestOptions } from '../http.ts'
import { openFile } from '../open-file.ts'
import { AskedDownload, AskedPiece, AskedRequest, AskedSpool } from './messages.ts'

const longestText = 12 * 1024 * 1024

/** What a child may ask for while it works: the network, by this connection's own client, and what that client downloaded. */
export async function serveAsk({ http }: Ctx<unknown>, what: string, given: unknown): Promise<unknown> {
  switch (what) {
    case 'http': {
      const { method, path, options } = AskedRequest.parse(given)
      return told(await http[method](path, options as RequestOptions))
    }
    case 'download': {
      const { url, ...options } = AskedDownload.parse(given)
      return { bytes: (await http.download(url, options as DownloadOptions)).bytes }
    }
    case 'spooled': {
      const spool = await http.spooled(AskedSpool.parse(given).name)
      return spool ? { bytes: spool.bytes } : null
    }
    case 'discard':
      await (await http.spooled(AskedSpool.parse(given).name))?.discard()
      return null
    case 'piece': {
      const { name, length, position } = AskedPiece.parse(given)
      const spool = await http.spooled(name)
      if (!spool) throw new Error('no such download')
      const file = await openFile(spool.path)
      try {
        return (await file.read(length, position)).toString('base64')
      } finally {
        await file.close()
      }
    }
    default:
      throw new Error('nothing of that name is to be had')
  }
}

function told({ status, headers, text }: HttpAnswer): { status: number; headers: [string, string][]; text: string } {
  if (text.length > longestText) throw new Error('the answer is too long')
  return { status, headers: [...headers].filter(([name]) => name !== 'set-cookie'), text }
}
