export const killMatrixPage = (m: object): string => JSON.stringify(m)
