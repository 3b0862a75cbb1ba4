import { parents } from './emulator-fields.ts'
import type { Condition, Expression, Soql } from './emulator-soql-parse.ts'
import { SoqlError, type View } from './emulator-view.ts'

/** @throws SoqlError where a field is not there, or not for this user */
export function checkNames(view: View, soql: Soql): void {
  const check = (path: string) => {
    const dot = path.indexOf('.')
    const object = dot === -1 ? soql.from : path.slice(0, dot)
    const known = dot === -1 || Object.values(parents).includes(object)
    const name = dot === -1 ? path : path.slice(dot + 1)
    if (!known || !view.fields(object)?.some((field) => field.name === name))
      throw new SoqlError('INVALID_FIELD', `No such column '${path}' on entity '${soql.from}'.`)
  }
  const ofExpression = (expression: Expression) => {
    if (expression.kind === 'field') check(expression.path)
    else if (expression.kind === 'call' && expression.of !== '') check(expression.of)
  }
  soql.select.forEach(({ expression }) => ofExpression(expression))
  soql.groupBy.forEach(ofExpression)
  soql.orderBy.forEach(({ by }) => ofExpression(by))
  const ofCondition = (condition: Condition): void => {
    switch (condition.kind) {
      case 'and':
      case 'or':
        return condition.of.forEach(ofCondition)
      case 'not':
        return ofCondition(condition.of)
      case 'in':
      case 'compare':
        return ofExpression(condition.left)
    }
  }
  if (soql.where) ofCondition(soql.where)
}
