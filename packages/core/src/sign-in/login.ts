/** What signing in compares: the address trimmed, composed and in lower case. */
export function loginOf(email: string): string {
  return email.trim().normalize('NFKC').toLowerCase()
}
