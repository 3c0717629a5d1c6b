/** @file Peoples and their places: "French" is of France. Counts only where the catalogue names the place. */

const table = `
  afghan: afghanistan; african: africa; albanian: albania; algerian: algeria; american: united states, usa; argentinian, argentine: argentina
  armenian: armenia; asian: asia; australian, aussie: australia; austrian: austria; bangladeshi: bangladesh; belgian: belgium
  bolivian: bolivia; bosnian: bosnia and herzegovina; brazilian: brazil; british, english, brit: united kingdom, britain; bulgarian: bulgaria
  cambodian: cambodia; canadian: canada; chilean: chile; chinese: china; colombian: colombia; croatian: croatia; cuban: cuba
  czech: czech republic, czechoslovakia; czechoslovak: czechoslovakia; danish: denmark; dutch: netherlands; egyptian: egypt
  estonian: estonia; ethiopian: ethiopia; european: europe; filipino: philippines; finnish: finland; french: france; georgian: georgia
  german: germany, west germany, east germany; greek: greece; hungarian: hungary; icelandic: iceland; indian: india
  indonesian: indonesia; iranian, persian: iran; iraqi: iraq; irish: ireland; israeli: israel; italian: italy; jamaican: jamaica; japanese: japan
  jordanian: jordan; kenyan: kenya; korean: south korea, korea; latvian: latvia; lebanese: lebanon; lithuanian: lithuania; malaysian: malaysia
  mexican: mexico; mongolian: mongolia; moroccan: morocco; nepalese, nepali: nepal; nigerian: nigeria; norwegian: norway; pakistani: pakistan
  palestinian: palestine; peruvian: peru; polish: poland; portuguese: portugal; romanian: romania; russian: russia, soviet union
  scottish: scotland; senegalese: senegal; serbian: serbia, yugoslavia; slovak: slovakia; slovenian: slovenia; soviet: soviet union
  spanish: spain; swedish: sweden; swiss: switzerland; syrian: syria; taiwanese: taiwan; thai: thailand; tunisian: tunisia; turkish: turkey
  ukrainian: ukraine; uruguayan: uruguay; venezuelan: venezuela; vietnamese: vietnam; welsh: wales; yugoslav: yugoslavia
`

/** From the adjective to the names of its places, all folded. */
export const demonyms: ReadonlyMap<string, readonly string[]> = new Map(
  table
    .trim()
    .split(/[;\n]\s*/)
    .flatMap((entry) => {
      const [adjectives = '', places = ''] = entry.trim().split(': ')
      return adjectives.split(', ').map((adjective): [string, readonly string[]] => [adjective, places.split(', ')])
    }),
)
/** Other names of a place as people type them. */
export const placeNames: ReadonlyMap<string, string> = new Map([
  ['usa', 'united states'],
  ['us', 'united states'],
  ['america', 'united states'],
  ['uk', 'united kingdom'],
  ['england', 'united kingdom'],
  ['britain', 'united kingdom'],
  ['great britain', 'united kingdom'],
  ['holland', 'netherlands'],
  ['persia', 'iran'],
  ['ussr', 'soviet union'],
  ['czechia', 'czech republic'],
  ['hk', 'hong kong'],
  ['korea', 'south korea'],
])

type Region = { readonly languages: readonly string[]; readonly places: readonly string[] }

/** Adjectives of regions: their places, and the languages that tell them from guests, where those are of the region alone. */
export const regions: ReadonlyMap<string, Region> = new Map(
  `
  scandinavian, nordic, scandi, scandinavia, nordics > swedish, danish, norwegian, finnish, icelandic > sweden, denmark, norway, finland, iceland
  latin american, south american, latin america, south america > spanish, portuguese > argentina, brazil, chile, colombia, mexico, peru, uruguay, venezuela, cuba, bolivia, guatemala
  eastern european, eastern europe, eastern bloc > > poland, czechoslovakia, czech republic, hungary, romania, bulgaria, soviet union, ukraine, yugoslavia, slovakia, serbia
  balkan, balkans > > yugoslavia, serbia, bosnia and herzegovina, croatia, north macedonia, bulgaria, greece, romania, slovenia, albania
  middle eastern, middle east, arab world > > iran, israel, lebanon, turkey, egypt, iraq, syria, jordan, saudi arabia, palestine, qatar, united arab emirates, kuwait, yemen
  east asian, east asia, far east > > japan, south korea, china, hong kong, taiwan
  asian, asia, far eastern > > japan, south korea, china, hong kong, taiwan, thailand, india, vietnam, indonesia, philippines, iran, mongolia, malaysia, pakistan
  north african, north africa > > egypt, algeria, morocco, tunisia, libya
  southeast asian, south east asian, southeast asia, south east asia > > thailand, vietnam, indonesia, philippines, malaysia, cambodia, singapore
  central european, central europe > > germany, west germany, east germany, austria, switzerland, poland, czech republic, czechoslovakia, hungary
  african, africa > > senegal, nigeria, south africa, burkina faso, mali, mauritania, kenya, ethiopia, egypt, algeria, morocco, tunisia
  european, europe, continental > > france, germany, west germany, italy, spain, sweden, denmark, norway, finland, poland, austria, belgium, portugal, greece, hungary, romania
`
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [adjectives, languages, places] = line.split('>').map((part) => part.trim().split(', ').filter(Boolean))
      return (adjectives ?? []).map((adjective): [string, Region] => [adjective, { languages: languages ?? [], places: places ?? [] }])
    }),
)
