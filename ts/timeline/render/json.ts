/** The model as it is: ids whole, times as numbers. */
const asJson = (model) => `${JSON.stringify(model, null, 2)}\n`

export { asJson }
