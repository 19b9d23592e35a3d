//! Given names that go by several forms: short ones, and spellings further apart than letters tell.
//!
//! A table of our own, for forms that one person uses by turns; names that only translate one another (`Ivan`, `John`) are
//! not variants. Each line is a group; a word stands in one group only (a test holds it to that).

use std::{collections::HashMap, sync::LazyLock};

const GROUPS: &str = "
    mohammed muhammad mohamed mohammad muhammed mohamad muhamad mohd md mehmet mehmed mahomed mouhamed mamadou muhammadu mohamud magomed
    ahmed ahmad ahmet achmad achmed akhmed akhmad ahmadou amadou
    hussein husayn hussain husain hossein hosein hussien husein hossain houssein huseyin
    hassan hasan hassane
    yusuf youssef yousef yousuf yusef yosef yossef yusup
    joseph josef joe iosif
    abu abou abo
    isa issa essa eisa eissa aissa eesa
    ibrahim ebrahim ibragim ibraheem brahim
    abraham avraham abe
    ismail ismael esmail esmaeil smail
    omar umar omer
    osama usama ossama
    othman osman uthman usman
    mustafa mostafa moustafa mustapha mostapha
    mahmoud mahmud mahmood mehmood
    khaled khalid haled
    said saeed saeid sayeed
    abdullah abdallah abdulla abdalla abdulah
    suleiman sulayman sulaiman soleiman suleyman souleymane
    nasser nasir naser nacer
    qassem qasim qasem kassem kasim ghasem gasem
    kazem kazim kadhim kadhem kathim kathem kadhum
    jafar jaafar djafar gafar
    abubakar aboubakar aboubacar abubaker bubakar
    gaddafi qadhafi kadhafi qaddafi gadhafi gathafi kaddafi
    alexander aleksandr aleksander alexandr alexandre alexandru aliaksandr oleksandr alex sasha sandy
    alexei aleksei alexey aleksey aliaksei oleksii
    andrew andrei andrey andriy andrej andy andre
    anthony antony tony
    arkady arkadi arkadiy
    benjamin binyamin ben benny
    catherine katherine kathryn kate kathy cathy katie
    ekaterina yekaterina katya kateryna
    charles charlie chuck charley
    christopher chris kristofer kristoffer
    daniel dan danny daniil danil
    david dave davy
    dawid davud dawud daoud daud
    dmitry dmitri dmitriy dmitrii dmytro dzmitry dima
    donald don donnie
    edward ed eddie ted
    elizabeth elisabeth liz beth betty eliza
    eugene evgeny evgeni evgenii evgeniy yevgeny yevgeni yevgeniy yevhen yauhen gene
    francis frank
    frederick frederic friedrich fred freddy
    gennady gennadi gennadiy gennadii hennadiy
    georgy georgi georgiy georgii heorhiy
    yury yuri yuriy iurii yurii iuri
    gregory greg
    grigory grigori grigoriy grigorii hryhoriy
    helen elena yelena alena olena
    henry harry hank
    igor ihor
    ilya ilia illia
    irina iryna
    james jim jimmy jamie
    john jon jonny johnny jack
    jonathan johnathan
    johan johann
    kenneth ken kenny
    konstantin constantin constantine kostas kanstantsin
    lawrence larry laurence
    leonard leo lenny
    lewis louis lou
    margaret peggy maggie marge meg
    mary marie molly
    maria mariya
    maryam mariam miriam
    matthew matt
    michael mike mick mikhail mikhael mykhailo misha mikael michal
    nathan nathaniel nate
    natalia natalya nataliya natasha nataliia
    nicholas nicolas nick nikolai nikolay mykola nicolai nikolaj mikalai
    oleg oleh
    olga olha volha
    patrick pat paddy
    pavel pavlo paul pawel
    peter pete pyotr petr petro piotr pjotr
    philip phillip filipp philippe phil filip
    raymond ray
    rebecca becky
    richard rick dick rich ricky
    robert bob rob bobby robbie
    ronald ron ronnie
    samuel sam sammy
    sergei sergey serhiy siarhei sergii serge
    stephen steven steve stefan stephan
    svetlana sviatlana svitlana
    susan sue suzanne
    tatiana tatyana tetiana tanya
    theodore  theo
    fyodor fedor fiodor
    thomas tom tommy tomas
    timothy tim timofei timofey
    valery valeri valeriy valerii
    vasily vasili vasiliy vasilii vasyl vassily
    victor viktor vic viktar
    vincent vince
    vitaly vitali vitaliy vitalii
    vladimir volodymyr wladimir uladzimir vova
    vladislav uladzislau wladyslaw
    vyacheslav viacheslav
    walter walt
    william bill will billy willy
    yakov iakov jakov
    jacob jakob jake
    yaqub yaqoub yacoub yakub
    yulia iuliia julia yuliya iulia
";

static GROUP: LazyLock<HashMap<&'static str, u16>> = LazyLock::new(|| {
    let lines = GROUPS.lines().map(str::trim).filter(|line| !line.is_empty());
    let numbered = lines.enumerate().filter_map(|(at, line)| Some((u16::try_from(at).ok()?, line)));
    numbered.flat_map(|(at, line)| line.split_whitespace().map(move |name| (name, at))).collect()
});

/// The group that a name is of, if it is of one.
pub(super) fn group(name: &str) -> Option<u16> {
    GROUP.get(name).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_name_is_of_one_group() {
        let mut seen = BTreeSet::new();
        let twice: Vec<_> = GROUPS.split_whitespace().filter(|name| !seen.insert(*name)).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn forms_of_one_name_are_one_group() {
        for (left, right, same) in [
            ("bill", "william", true),
            ("sasha", "aleksandr", true),
            ("mohd", "muhammad", true),
            ("jon", "john", true),
            ("hassan", "hussein", false),
            ("ivan", "john", false),
        ] {
            assert_eq!(group(left).is_some() && group(left) == group(right), same, "{left} {right}");
        }
    }
}
