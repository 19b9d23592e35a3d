//! Words that say little about whom a name names: legal forms, small words and titles, shortened and generic words, and
//! words for numbers, in the languages of the lists.
//!
//! Own tables, small on purpose: what is common on the lists is found by counting; these are for what counting cannot know.
//! Everything stands here as a name has it after folding: small Latin letters.

use std::{collections::HashMap, sync::LazyLock};

use super::slips;

/// What a word of a name is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Class {
    /// A word that names.
    Word,
    /// A word that many names share.
    Generic,
    /// A legal form.
    Legal,
    /// A small word or a title.
    Small,
    /// A number: two names with different ones are different names.
    Number,
    /// One letter.
    Initial,
}

/// Legal forms, each with the one it is folded into. Those that are one form in several languages are one.
const LEGAL: &str = "
    ab ag ao as asa bhd bv bvba cc cv dd dmcc doo eood ev fze fzc fzco fzllc gmbh gie gp hf kd kft kg kk kgaa lda llp lp ltda
    mbh mchj nv ojsc=oao oao oy oyj pao=pjsc pc pjsc plc pte pty pvt psc rt sa sadecv sae sal saoc saog sarl=srl sas sasu scrl sdn se
    sicav sl snc sp spa spzoo=zoo zoo spol spk srl sro tbk tov=llc too=llc trust uab ug vof wll xk zao zrt jv ltee=ltd
    co comp=co company=co compagnie=co compania=co companhia=co kompaniya=co kompania=co cie=co cia=co sherkat=co sharikat=co
    sharika=co shirkat=co sirket=co sirketi=co hoesa=co firma=co coy=co companies=co
    corp corpn=corp corporation=corp corporacion=corp korporatsiya=corp korporatsia=corp
    inc incorporated=inc limited=ltd ltd limitada=ltda llc ooo=llc jsc ad=jsc
    ood=llc dooel=doo shpk aps eirl eurl gesmbh=gmbh gbr ohg nyrt jsb ojsb=oao cjsc=zao mmc=llc osoo=llc
";

/// Small words, articles and particles, of the languages of the lists, and titles of persons.
const SMALL: &str = "
    the of and for in on at to by de del la las los le les du des da do dos di della degli y e et und der die den het
    al el ul ur ud as es bin ben ibn bint binti binte van von vom zu zur af av aka fka nka alias called
    jr sr jnr snr esq attn mr mrs ms dr prof sir sheikh shaykh shaikh sheik cheikh haji hajji hadji hajj mullah mulla maulavi
    mawlawi molvi sayyid hon eng engr smt senor sra herr frau monsieur madame comrade tovarishch gospodin
    his her excellency colonel col lt lieutenant capt captain brig brigadier maj
    mv mt ss vessel
";

/// Shortened words and spellings, each with the one it is folded into.
const SHORTENED: &str = "
    acad=academy admin=administration agro=agricultural agri=agricultural agric=agricultural
    assn=association assoc=association associates=association associated=association asociacion=association
    auth=authority auto=automotive bldg=building bldrs=builders bk=bank bnk=bank banque=bank banca=bank banco=bank
    bros=brothers bus=business cap=capital centr=center centre=center centro=center tsentr=center ctr=center cntr=center
    chem=chemical chemicals=chemical cmte=committee comml=commercial comm=commercial coml=commercial
    commercials=commercial comercial=commercial commerciale=commercial commercialization=commercial
    const=construction constr=construction constrn=construction constructions=construction construcciones=construction
    construct=construction contr=contracting contractors=contracting contractor=contracting cont=contracting
    coop=cooperative coope=cooperative cooperativa=cooperative cooperation=cooperative
    defence=defense dept=department dep=department dev=development devt=development dvlpt=development
    dist=distribution distr=distribution distribution distributors=distribution div=division
    econ=economic edu=education electr=electric elec=electric electrical=electric electronics=electronic electron=electronic
    eng=engineering engg=engineering engr=engineering engrg=engineering engineers=engineering ingenieria=engineering
    ent=enterprise enterprises=enterprise entpr=enterprise entr=enterprise enter=enterprise empresa=enterprise
    equip=equipment equipments=equipment est=establishment estab=establishment
    exp=export exports=export eksport=export exporting=export imp=import imports=import importing=import
    impex=impex fac=factory fin=finance financial=finance finans=finance fdn=foundation fndtn=foundation found=foundation
    fundacion=foundation fondation=foundation fond=foundation
    fed=federal gen=general gnl=general genl=general govt=government gov=government grp=group groupe=group grupo=group gruppa=group gp=group
    gruppe=group groups=group hldg=holding hldgs=holding holdings=holding kholding=holding hosp=hospital
    ind=industries inds=industries indl=industrial indust=industries industry=industries industria=industries industrie=industries
    industrias=industries indus=industries info=information inst=institute instit=institute institut=institute instituto=institute
    ins=insurance insur=insurance
    int=international intl=international intnl=international inter=international internat=international internacional=international
    internationale=international internazionale=international mezhdunarodnyi=international
    inv=investment invest=investment invst=investment investments=investment inversiones=investment lab=laboratory labs=laboratory
    laboratories=laboratory labour=labor log=logistics logistic=logistics logistica=logistics
    mach=machinery machineries=machinery maint=maintenance maritima=maritime maritimes=maritime mktg=marketing mkt=market mfg=manufacturing mfr=manufacturing mfrs=manufacturing
    manuf=manufacturing manufacturers=manufacturing manufacture=manufacturing mgmt=management mgt=management mgnt=management
    mngt=management min=ministry mun=municipal natl=national nat=national nacional=national nazionale=national natsionalnyi=national
    org=organization organisation=organization orgn=organization organizatsiya=organization off=office ofc=office
    pers=personnel petr=petroleum petrol=petroleum pet=petroleum pharm=pharmaceutical pharma=pharmaceutical
    pharmaceuticals=pharmaceutical prod=products prods=products product=products production=products productions=products
    prog=program programme=program proj=project projects=project
    rep=representative repr=representative res=research ru=rus rlwy=railway rly=railway rwy=railway schl=school sci=science sciences=science
    scientific=science sec=security svc=service svcs=service serv=service servs=service services=service srvces=service srvcs=service
    srv=service servicios=service servis=service shpg=shipping ship=shipping shpng=shipping shippng=shipping st=saint sta=santa
    soc=society societe=society sociedad=society sys=systems syst=systems system=systems
    tech=technology techn=technology techs=technology technologies=technology technol=technology tekhnologii=technology technical=technology
    tecnologia=technology tel=telecom telecommunication=telecom telecommunications=telecom telecoms=telecom
    tex=textile textiles=textile trad=trading trade=trading trades=trading trdg=trading trdng=trading tradings=trading torgovyi=trading
    trans=transport transp=transport transportation=transport transports=transport tpt=transport
    univ=university universidad=university universite=university universitaet=university
    whse=warehouse wks=works wrks=works zavod=plant plants=plant
    ft=fort isl=island islands=island
";

/// Words that many bodies share: they weigh little on any list, however short it is.
const GENERIC: &str = "
    academy administration agency agricultural air airlines airways alliance asia asian association authority automotive aviation bank board
    branch brothers builders building bureau business capital cargo center central chemical china chinese city club commerce
    commercial commission committee communication communications company complex construction consultancy consulting contracting
    cooperative council department design development distribution division east eastern economic education electric electronic
    energy engineering enterprise equipment establishment estate european exchange export external factory farm federal federation
    finance fishery fisheries food foods foreign forwarding foundation free front fund gas general global government group
    health heavy holding hospital hotel house human impex import industrial industries information institute insurance international
    investment iran iranian island joint korea korean choson chosun dprk labor laboratory land light line lines logistics machine
    machinery maintenance management manufacturing marine maritime market marketing materials medical metal metals middle mine
    mineral mining ministry motor movement municipal national natural naval network new north northern office oil
    operation operations organization overseas party people peoples petroleum pharmaceutical plant plastic plastics plaza port power
    private products program project property properties public railway real red refinery representative republic research resources
    restaurant retail revolutionary russia russian school science sea security service shipping ships shop society solution
    solutions south southern state steel store supply support systems technology telecom textile tools tourism trade trading
    transport travel trust union united university venture warehouse water west western works workers world worldwide yard zone
    labour corps army brigade
";

/// Words for numbers, and Roman ones of two letters and more.
const NUMBERS: &str = "
    first=1 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10
    second=2 third=3 fourth=4 fifth=5 sixth=6 seventh=7 eighth=8 ninth=9 tenth=10
    1st=1 2nd=2 3rd=3 4th=4 5th=5 6th=6 7th=7 8th=8 9th=9 10th=10 ii=2 iii=3 iv=4 vi=6 vii=7 viii=8 ix=9
";

/// Names, legal forms and the like of several words, each with the word that it is folded into. The longest that fits is taken.
const PHRASES: [(&str, &str); 48] = [
    ("abd allah", "abdullah"),
    ("sa de cv", "sadecv"),
    ("sociedad anonima de capital variable", "sadecv"),
    ("s de rl de cv", "srl"),
    ("sociedad de responsabilidad limitada", "srl"),
    ("gesellschaft mit beschrankter haftung", "gmbh"),
    ("so called", "called"),
    ("limited liability company", "llc"),
    ("limited liability co", "llc"),
    ("limited liability partnership", "llp"),
    ("limited partnership", "lp"),
    ("joint stock company", "jsc"),
    ("joint stock co", "jsc"),
    ("joint stock", "jsc"),
    ("open joint stock company", "oao"),
    ("public joint stock company", "pjsc"),
    ("closed joint stock company", "zao"),
    ("private limited company", "ltd"),
    ("public limited company", "plc"),
    ("private limited", "ltd"),
    ("pvt ltd", "ltd"),
    ("pte ltd", "ltd"),
    ("pty ltd", "ltd"),
    ("sdn bhd", "bhd"),
    ("company limited", "ltd"),
    ("co ltd", "ltd"),
    ("co inc", "inc"),
    ("co llc", "llc"),
    ("l l c", "llc"),
    ("sp z o o", "zoo"),
    ("spolka z ograniczona odpowiedzialnoscia", "zoo"),
    ("s p a", "spa"),
    ("sociedad anonima", "sa"),
    ("societe anonyme", "sa"),
    ("sociedad limitada", "sl"),
    ("sociedade anonima", "sa"),
    ("gesellschaft mit beschraenkter haftung", "gmbh"),
    ("aktiengesellschaft", "ag"),
    ("aktsionernoe obshchestvo", "ao"),
    ("otkrytoe aktsionernoe obshchestvo", "oao"),
    ("zakrytoe aktsionernoe obshchestvo", "zao"),
    ("publichnoe aktsionernoe obshchestvo", "pjsc"),
    ("obshchestvo s ogranichennoi otvetstvennostyu", "llc"),
    ("you xian gong si", "ltd"),
    ("gu fen you xian gong si", "ltd"),
    ("gong si", "co"),
    ("ji tuan", "group"),
    ("zhu shi hui she", "kk"),
];

/// Most words of a phrase.
pub(super) const PHRASE_WORDS_MAX: usize = 5;

/// What the tables say of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    /// What it is folded into.
    pub(super) text: &'static str,
    /// What that is good for.
    pub(super) class: Class,
    /// It is a word shortened so much that a person may bear the letters as a name (`Min`, `Eng`).
    pub(super) doubtful: bool,
}

static MEANINGS: LazyLock<HashMap<&'static str, Meaning>> = LazyLock::new(|| {
    let mut all: HashMap<&'static str, Meaning> = HashMap::new();
    let classes = [(NUMBERS, Class::Number), (LEGAL, Class::Legal), (SMALL, Class::Small), (GENERIC, Class::Generic)];
    for (table, class) in classes {
        for (word, text) in pairs(table) {
            all.entry(word).or_insert(Meaning { text, class, doubtful: false });
        }
    }
    for (word, text) in pairs(SHORTENED) {
        let class = all.get(text).map_or(Class::Word, |meaning| meaning.class);
        all.entry(word).or_insert(Meaning {
            text,
            class,
            doubtful: word.len() <= 3 && word.contains(['a', 'e', 'i', 'o', 'u']) && word != "org",
        });
    }
    all
});

static PHRASE: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| PHRASES.into_iter().collect());

/// `word=meant` or a word that means itself.
fn pairs(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.split_whitespace().map(|item| item.split_once('=').unwrap_or((item, item)))
}

/// What follows a person's name and is none.
pub(super) fn is_suffix(word: &str) -> bool {
    matches!(word, "jr" | "sr" | "jnr" | "snr" | "esq")
}

/// The word that a phrase is folded into.
pub(super) fn phrase(words: &str) -> Option<&'static str> {
    PHRASE.get(words).copied()
}

/// What the tables say of a word, if anything.
pub(super) fn meaning(word: &str) -> Option<Meaning> {
    MEANINGS.get(word).copied()
}

/// A number without the zeros before it; none for any other word.
pub(super) fn number(word: &str) -> Option<&str> {
    let digits = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let bare = word.trim_start_matches('0');
    digits.then_some(if bare.is_empty() { "0" } else { bare })
}

/// Long words that bodies share, by their lengths: what a slip of the pen in one of them can be told by.
static LONG: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut long: Vec<&str> =
        MEANINGS.iter().filter(|(word, _)| word.len() >= SLIP_LETTERS_MIN).map(|(word, _)| *word).collect();
    long.sort_unstable();
    long
});

/// Shorter words are other words with another letter.
const SLIP_LETTERS_MIN: usize = 7;

/// What the tables say of the word that this one is, but for one letter after the first.
pub(super) fn meaning_but_for_a_slip(word: &str) -> Option<Meaning> {
    if word.len() < SLIP_LETTERS_MIN || !word.is_ascii() {
        return None;
    }
    let initial = word.get(..1)?;
    let from = LONG.partition_point(|known| known.get(..1).unwrap_or_default() < initial);
    let same = LONG.iter().skip(from).take_while(|known| known.starts_with(initial));
    // One slip leaves the beginning or the end whole.
    let (head, tail) = (word.get(..3)?, word.get(word.len() - 3..)?);
    let whole = |known: &str| known.starts_with(head) || known.ends_with(tail);
    let near = |known: &&&str| {
        known.len().abs_diff(word.len()) <= 1 && whole(known) && slips::edits(known, word, 1) == Some(1)
    };
    same.into_iter().find(near).and_then(|known| meaning(known))
}
