const names = {
  region: new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }),
  language: new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }),
}

/**
 * Whether a code stands for a country (ISO 3166) or a language (ISO 639): known by name, no former or second code of
 * something (UK for GB), no group or stand-in.
 * @param code two letters, in the case that its standard has
 */
export const isCode = (type: 'region' | 'language', code: string): boolean =>
  names[type].of(code) !== undefined &&
  !NO_COUNTRIES.includes(code) &&
  Intl.getCanonicalLocales(type === 'region' ? `und-${code}` : code)[0]?.endsWith(code) === true

const NO_COUNTRIES = ['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ']
