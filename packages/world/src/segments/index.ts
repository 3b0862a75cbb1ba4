export { kindsOfPeople, makeLabelledPeople, type KindOfPerson, type LabelledPerson } from './labelled-people.ts'
