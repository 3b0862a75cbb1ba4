/**
 * A reason why a server cannot start or be reached, said in one line that a person can act on. Whoever catches it prints
 * `message` alone and leaves with a non-zero code.
 */
export class StartFailure extends Error {
  override readonly name = 'StartFailure'
}
