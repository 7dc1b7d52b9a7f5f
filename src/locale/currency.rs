//! Names of currencies with their plural forms: CLDR 48.2 (`currencies.json`,
//! `displayName-count-*`; Unicode-3.0 licence). Three mistakes in that data are
//! corrected here: `dinar koweïtiens`, `riyals omanis`, روبية هندي; and the
//! capital of `Turkish Lira` in the plural.

/// Names by ISO 4217 code, in alphabetical order. A name has one form for every
/// number; two, for *one* and *other*; or six, for *zero*, *one*, *two*, *few*,
/// *many* and *other*. In CLDR, French has no separate form for *many*.
pub(super) type Names = [(&'static str, &'static [&'static str])];

/// The names in this language (a language subtag: `fr`), if there are any.
pub(super) fn names(language: &str) -> Option<&'static Names> {
    match language {
        "fr" => Some(FRENCH),
        "ar" => Some(ARABIC),
        "en" => Some(ENGLISH),
        _ => None,
    }
}

#[rustfmt::skip]
const FRENCH: &Names = &[
    ("AED", &["dirham des Émirats arabes unis", "dirhams des Émirats arabes unis"]),
    ("AUD", &["dollar australien", "dollars australiens"]),
    ("BHD", &["dinar bahreïni", "dinars bahreïnis"]),
    ("BRL", &["réal brésilien", "réals brésiliens"]),
    ("CAD", &["dollar canadien", "dollars canadiens"]),
    ("CHF", &["franc suisse", "francs suisses"]),
    ("CNY", &["yuan renminbi chinois", "yuans renminbi chinois"]),
    ("DKK", &["couronne danoise", "couronnes danoises"]),
    ("DZD", &["dinar algérien", "dinars algériens"]),
    ("EGP", &["livre égyptienne", "livres égyptiennes"]),
    ("EUR", &["euro", "euros"]),
    ("GBP", &["livre sterling", "livres sterling"]),
    ("INR", &["roupie indienne", "roupies indiennes"]),
    ("IQD", &["dinar irakien", "dinars irakiens"]),
    ("JOD", &["dinar jordanien", "dinars jordaniens"]),
    ("JPY", &["yen japonais", "yens japonais"]),
    ("KRW", &["won sud-coréen", "wons sud-coréens"]),
    ("KWD", &["dinar koweïtien", "dinars koweïtiens"]),
    ("LBP", &["livre libanaise", "livres libanaises"]),
    ("LYD", &["dinar libyen", "dinars libyens"]),
    ("MAD", &["dirham marocain", "dirhams marocains"]),
    ("MRU", &["ouguiya mauritanien", "ouguiyas mauritaniens"]),
    ("NOK", &["couronne norvégienne", "couronnes norvégiennes"]),
    ("NZD", &["dollar néo-zélandais", "dollars néo-zélandais"]),
    ("OMR", &["riyal omanais", "riyals omanais"]),
    ("QAR", &["riyal qatari", "riyals qataris"]),
    ("RUB", &["rouble russe", "roubles russes"]),
    ("SAR", &["riyal saoudien", "riyals saoudiens"]),
    ("SDG", &["livre soudanaise", "livres soudanaises"]),
    ("SEK", &["couronne suédoise", "couronnes suédoises"]),
    ("SYP", &["livre syrienne", "livres syriennes"]),
    ("TND", &["dinar tunisien", "dinars tunisiens"]),
    ("TRY", &["livre turque", "livres turques"]),
    ("USD", &["dollar des États-Unis", "dollars des États-Unis"]),
    ("XAF", &["franc CFA (BEAC)", "francs CFA (BEAC)"]),
    ("XDR", &["droit de tirage spécial", "droits de tirage spéciaux"]),
    ("XOF", &["franc CFA (BCEAO)", "francs CFA (BCEAO)"]),
    ("YER", &["riyal yéménite", "riyals yéménites"]),
    ("ZAR", &["rand sud-africain", "rands sud-africains"]),
];

#[rustfmt::skip]
const ARABIC: &Names = &[
    ("AED", &["درهم إماراتي"]),
    ("AUD", &["دولار أسترالي"]),
    ("BHD", &["دينار بحريني"]),
    ("BRL", &["ريال برازيلي"]),
    ("CAD", &["دولار كندي"]),
    ("CHF", &["فرنك سويسري"]),
    ("CNY", &["يوان صيني"]),
    ("DKK", &["كرونة دنماركية"]),
    ("DZD", &["دينار جزائري", "دينار جزائري", "ديناران جزائريان", "دينارات جزائرية", "دينارًا جزائريًا", "دينار جزائري"]),
    ("EGP", &["جنيه مصري", "جنيه مصري", "جنيهان مصريان", "جنيهات مصرية", "جنيهًا مصريًا", "جنيه مصري"]),
    ("EUR", &["يورو"]),
    ("GBP", &["جنيه إسترليني"]),
    ("INR", &["روبية هندية"]),
    ("IQD", &["دينار عراقي"]),
    ("JOD", &["دينار أردني"]),
    ("JPY", &["ين ياباني"]),
    ("KRW", &["وون كوريا الجنوبية"]),
    ("KWD", &["دينار كويتي"]),
    ("LBP", &["جنيه لبناني"]),
    ("LYD", &["دينار ليبي", "دينار ليبي", "ديناران ليبيان", "دينارات ليبية", "دينارًا ليبيًا", "دينار ليبي"]),
    ("MAD", &["درهم مغربي", "درهم مغربي", "درهمان مغربيان", "دراهم مغربية", "درهمًا مغربيًا", "درهم مغربي"]),
    ("MRU", &["أوقية موريتانية"]),
    ("NOK", &["كرونة نرويجية"]),
    ("NZD", &["دولار نيوزيلندي"]),
    ("OMR", &["ريال عماني"]),
    ("QAR", &["ريال قطري"]),
    ("RUB", &["روبل روسي"]),
    ("SAR", &["ريال سعودي"]),
    ("SDG", &["جنيه سوداني", "جنيه سوداني", "جنيه سوداني", "جنيهات سودانية", "جنيهًا سودانيًا", "جنيه سوداني"]),
    ("SEK", &["كرونة سويدية"]),
    ("SYP", &["ليرة سورية"]),
    ("TND", &["دينار تونسي", "دينار تونسي", "ديناران تونسيان", "دينارات تونسية", "دينارًا تونسيًا", "دينار تونسي"]),
    ("TRY", &["ليرة تركية"]),
    ("USD", &["دولار أمريكي"]),
    ("XAF", &["فرنك وسط أفريقي"]),
    ("XDR", &["حقوق السحب الخاصة"]),
    ("XOF", &["فرنك غرب أفريقي"]),
    ("YER", &["ريال يمني"]),
    ("ZAR", &["راند جنوب أفريقيا"]),
];

#[rustfmt::skip]
const ENGLISH: &Names = &[
    ("AED", &["UAE dirham", "UAE dirhams"]),
    ("AUD", &["Australian dollar", "Australian dollars"]),
    ("BHD", &["Bahraini dinar", "Bahraini dinars"]),
    ("BRL", &["Brazilian real", "Brazilian reals"]),
    ("CAD", &["Canadian dollar", "Canadian dollars"]),
    ("CHF", &["Swiss franc", "Swiss francs"]),
    ("CNY", &["Chinese yuan"]),
    ("DKK", &["Danish krone", "Danish kroner"]),
    ("DZD", &["Algerian dinar", "Algerian dinars"]),
    ("EGP", &["Egyptian pound", "Egyptian pounds"]),
    ("EUR", &["euro", "euros"]),
    ("GBP", &["British pound", "British pounds"]),
    ("INR", &["Indian rupee", "Indian rupees"]),
    ("IQD", &["Iraqi dinar", "Iraqi dinars"]),
    ("JOD", &["Jordanian dinar", "Jordanian dinars"]),
    ("JPY", &["Japanese yen"]),
    ("KRW", &["South Korean won"]),
    ("KWD", &["Kuwaiti dinar", "Kuwaiti dinars"]),
    ("LBP", &["Lebanese pound", "Lebanese pounds"]),
    ("LYD", &["Libyan dinar", "Libyan dinars"]),
    ("MAD", &["Moroccan dirham", "Moroccan dirhams"]),
    ("MRU", &["Mauritanian ouguiya", "Mauritanian ouguiyas"]),
    ("NOK", &["Norwegian krone", "Norwegian kroner"]),
    ("NZD", &["New Zealand dollar", "New Zealand dollars"]),
    ("OMR", &["Omani rial", "Omani rials"]),
    ("QAR", &["Qatari riyal", "Qatari riyals"]),
    ("RUB", &["Russian ruble", "Russian rubles"]),
    ("SAR", &["Saudi riyal", "Saudi riyals"]),
    ("SDG", &["Sudanese pound", "Sudanese pounds"]),
    ("SEK", &["Swedish krona", "Swedish kronor"]),
    ("SYP", &["Syrian pound", "Syrian pounds"]),
    ("TND", &["Tunisian dinar", "Tunisian dinars"]),
    ("TRY", &["Turkish lira"]),
    ("USD", &["US dollar", "US dollars"]),
    ("XAF", &["Central African CFA franc", "Central African CFA francs"]),
    ("XDR", &["special drawing rights"]),
    ("XOF", &["West African CFA franc", "West African CFA francs"]),
    ("YER", &["Yemeni rial", "Yemeni rials"]),
    ("ZAR", &["South African rand"]),
];

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn every_currency_has_a_name_in_each_language() {
        let codes = |language| names(language).unwrap().iter().map(|(code, _)| *code).collect::<Vec<_>>();
        assert!(codes("fr").is_sorted());
        assert_eq!(codes("fr"), codes("ar"));
        assert_eq!(codes("fr"), codes("en"));
        assert!(codes("fr").iter().all(|code| iso_currency::Currency::from_code(code).is_some()));
    }

    #[test]
    fn names_have_the_forms_of_their_language() {
        for (language, lengths) in [("fr", [1, 2]), ("en", [1, 2]), ("ar", [1, 6])] {
            for (code, forms) in names(language).unwrap() {
                assert!(lengths.contains(&forms.len()), "{language} {code}");
            }
        }
    }
}
