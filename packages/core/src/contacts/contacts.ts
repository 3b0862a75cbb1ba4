import type { Instant } from '@throughline/canonical'
import type { Actor } from '@throughline/db'

/** A contact as lists show it. */
export interface FoundContact {
  contactNo: number
  /** `A… E…` */
  masked: string
  /** Effective approved gifts, with those of contacts merged with it. */
  gifts: number
  since: Instant | null
}

export interface RevealedContact {
  name: string | null
  email: string | null
  phone: string | null
}

/** What was done to forget a person. */
export interface ErasureCertificate {
  erasureId: string
  erasedAt: Instant
  contactNo: number
  /** All contacts that were this person. */
  contactNos: number[]
  identitiesBlanked: number
  /** Rows of outside systems whose bodies are gone. */
  sourceRecordsSealed: number
  /** Raw deliveries and rows set aside that spoke of them. */
  rawBodiesDropped: number
  figuresChanged: 0
}

/** People of a tenant. Every call is audited, without what was asked for. */
export interface Contacts {
  /** By exact address; null where nobody is known by it. Needs `contacts.find`. */
  find(
    actor: Actor,
    tenantId: string,
    by: { email?: string | undefined; phone?: string | undefined },
  ): Promise<FoundContact | null>
  /** Name and addresses from the vault. Needs `contacts.reveal`. */
  reveal(actor: Actor, tenantId: string, contactNo: number): Promise<RevealedContact>
  /**
   * Forgets a person for good: their key, names, addresses and raw bodies. Gifts stay, as gifts of a number; no figure changes, and a
   * later delivery of the same person finds the same number and stores nothing personal. Needs `contacts.erase`.
   * @throws NotFound where there is no such contact or it is erased already
   */
  erase(actor: Actor, tenantId: string, contactNo: number): Promise<ErasureCertificate>
}
