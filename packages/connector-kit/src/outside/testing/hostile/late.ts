export const late = 'read after the doors were shut'
