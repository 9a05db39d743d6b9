/**
 * Words that carry no subject, in any position: the grammar of a question, politeness, and words that are true
 * of everything here ("kafka", "streams", "uses", "company"). Folded, without apostrophes.
 */
const FILLER = list(`
a about above actually after again ah aint all almost already also although always am an and another any anybody anyone
anything anyway anywhere apart are arent around as ask asked asking asks at available aware away back be became because
become been before being best better between both but by came can cannot cant case cases certain come comes coming
could couldnt curious currently dear did didnt different do does doesnt doing done dont e each either else enough esp
especially etc even ever every everybody everyone everything ex example examples exist existing exists experience fancy
far feel few find finding first folk folks for forever found friends from full fully general get gets getting give
given gives go goes going gone gonna good got great guess guy guys had happen happens has hasnt have havent having he
hear heard hello help helps her here hey hi him his hm hmm hope how however i id idea ideally ideas if ill im in info
information instead interested interesting into involved is isnt it its itself ive just keep keeps kind kinda kindly
kinds knew know knowing known knows last later least less let lets like likely list little ll look looking looks lot
lots made make makes making many may maybe me mean mention mentioned mid might mind mine more most much must my myself
name names near necessarily need needed needs never new next nice no nobody none nope nor not nothing now of off often
oh ok okay old on once one ones only onto or other others otherwise our ours out over own part pass people per perhaps
place please pls plz point pointer pointers possible possibly pretty probably public put quick quite rather re read
reading real-world really reference references regarding right roughly run running runs s said same saw say says second
see seem seems seen several shall share she should show shows similar since so some somebody somehow someone something
somewhere soon sorry sort specific still stop stops stopping stuck stuff such suggest suggestions sure t take takes
taking talk talks team teams tell than thank thanks that thats the their them themselves then there theres these they
thing things think this those though through thus thx till to today together told too took tried true try trying turn
turns two type types ty typically u ugh under until up upon ur us use used useful uses using usual usually various ve
very via want wanted wants was wasnt way ways we well went were what whatever whats when where whether which while who
whoever whole whom whos whose why will wish with within without wonder wondering invite lunch monday tuesday wednesday
thursday friday weekend tonight morning night asap student phd sales lol lmao omg wtf damn crap hell argh hmmm inside
outside turned turning down crying wont work worked working works world would wouldnt write writes writing wrote y yall
yeah yep yes yet you your yours yourself able actual actually afterwards anyhow apache application applications apps
app article articles blog boss build building builds built business businesses case colleague colleagues companies
company corp deck firm firms happening inc kafka kafkas kstream kstreams link links llc ltd mate org organisation
organisations organization organizations paper papers post posts presentation prior art prod production project
projects proof research slide slides solution solutions solve solved solves solving stories story stream streaming
streams studies study system systems topology topologies usecase usecases user users anywhere wild`)

/**
 * Everyday words of English: they may help to choose, but a use case need not have them. Plural and verb forms
 * of them count as well.
 */
const EVERYDAY = list(`
accept access achieve across act action add adopt affect afford agree ahead aim allow amount answer appear approach
area argue arrive attempt attention avoid badly base basic begin behind believe benefit beyond big bit board bother
bring broken buy call capable care careful carry catch cause challenge chance change cheap check choice choose clear
clever close collect common compare complain complete concern consider contain continue control convince cool cope copy
correct cost cover create current cut daily date day deal decide decision deep deliver demand depend deploy describe
design detail develop difference difficult direct discover discuss easy effect effort emerge enable end engineer entire
environment everyday evidence exact expect expensive explain explore extra face fact fail fair fall famous fast fear
fight figure fill fine finish fit fix flood focus follow forget form forward free front fun future gain gap generate
goal group grow guide hack half hand handle hard hate hide high hit hold hour huge idle imagine impact implement
important improve include increase instance introduce involve issue join junior keep key kill lack large lead learn
leave left lesson level limit live load local long lose loss love low main maintain major manage management manager
market match matter measure meet method middle minute miss mix modern moment month move multiple necessary normal
notice number obvious offer open operate opinion opt option order organise outcome overall pain painful pair particular
past path pay perfect perform period person pick picture piece plan play popular power practical practice prefer
prepare present press prevent problem process produce product professional proper protect prove provide pull purpose
push quality question raise range reach ready real realise reason receive recent recommend reduce regular relate
release rely remain remember remove repeat replace report require respond responsible rest result return reuse review
rid risk role rough rule safe sample save scale scenario seek send senior sense separate serious serve service set
setup shape short side sign simple simply single sit situation size slow small smart smooth solid soon sound source
speak spend spread stack staff stage stand start state stay step stick store straight strong struggle succeed success
suffer suit support suppose surprise survive switch table task technical technique technology technologies tend term
test thanks thought time tiny tip tonight tool top topic total touch toward track trade trick trouble trust typical
understand unique update usage value view volume vs wait walk war watch weak week weird whenever wide win wise worry
worse worst worth wrong year involved everywhere production-grade scheme corporate deployment suite chain vendor agency
provider supplier office partner department sector area domain field outfit unit approach option purpose hundred
hundreds thousand thousands million millions billion billions dozen couple ideally`)

function list(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/).filter(Boolean))
}

/** Whether a folded word says nothing about the subject of a search. */
export function isFiller(word: string): boolean {
  return FILLER.has(word)
}

/** Whether a folded word, or the word it is a form of, is everyday English. */
export function isEveryday(word: string): boolean {
  return (
    EVERYDAY.has(word) ||
    EVERYDAY.has(word.replace(/(?:s|ed|ing|ly)$/, '')) ||
    EVERYDAY.has(word.replace(/(?:d|es|ing|er)$/, 'e').replace(/ee$/, 'e'))
  )
}
