using System.Collections.Frozen;

namespace VoiceAgent.Core.Conversations.Endpointing;

/// <summary>The languages whose words are known.</summary>
internal static class CallerLanguages
{
    private const string Fillers = "um uh er erm eh äh ähm euh hm hmm mm mmm mhm";

    private const string Hums = "uh huh|uhhuh|mhm|mhmm|mm|mmm|mm hm|mmhm|hm|hmm|aha|ah|oh|okay|ok";

    // In calls of another language, whoever speaks English is understood as well.
    public static CallerLanguage Any { get; } = new()
    {
        Acknowledgements = Phrases(Hums),
        Interrupts = Words("stop"),
        Farewells = Phrases("bye|bye bye|ciao|adieu"),
        Unfinished = Words(Fillers),
        NeverLast = Words(Fillers),
        Numbers = Words(string.Empty),
        ShortAnswers = Words("ok okay"),
        QuestionWords = Words(string.Empty),
        AtSigns = Words(string.Empty),
        Dots = Words(string.Empty),
        AsksForNumber = [],
        AsksForSpelling = [],
    };

    public static CallerLanguage English { get; } = new()
    {
        Acknowledgements = Phrases(Hums + "|yeah|yep|yup|yes|right|sure|i see|got it|gotcha|alright|all right|cool|great|perfect|exactly|of course|makes sense|that's right|understood"),
        Interrupts = Words("stop wait hold hang pause quiet cancel no nope sorry excuse"),
        Farewells = Phrases("bye|bye bye|goodbye|good bye|good|thanks|thank|thank you|thank you very|much|you too|see you|have|have a good|a nice day|a|day|have a nice|see|take|take care"),
        Unfinished = Words(Fillers + " and or but so because if when that which who the a an my your his her our their to of for with from at in on by about"
            + " is are was were like well then also i'd i'm i i'll it's we you"),
        NeverLast = Words(Fillers + " and or but because the a an my"),
        Numbers = Words("zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
            + " thirty forty fifty sixty seventy eighty ninety hundred thousand double triple plus dash"),
        ShortAnswers = Words("yes yeah yep yup no nope nah sure please thanks ok okay right correct exactly absolutely definitely fine of course not really"),
        QuestionWords = Words("what which who whose whom when where why how or"),
        AtSigns = Words("at"),
        Dots = Words("dot"),
        AsksForNumber = ["number", "digit", "phone", "code", "date of birth", "birthday", "account", "postcode"],
        AsksForSpelling = ["spell", "letter by letter"],
    };

    public static CallerLanguage German { get; } = new()
    {
        Acknowledgements = Phrases(Hums + "|ja|ja ja|jaja|genau|klar|na klar|gut|alles klar|verstehe|ich verstehe|ach so|achso|stimmt|richtig|super|prima|natürlich|in ordnung"),
        Interrupts = Words("stopp stop halt warte warten moment nein nee entschuldigung"),
        Farewells = Phrases("tschüss|vielen|auf|ihnen|bis|schönen|tschüs|tschau|ciao|bye|danke|danke schön|dankeschön|vielen dank|ebenfalls|ihnen auch|auf wiederhören|auf wiedersehen|bis dann|schönen tag|schönen tag noch"),
        Unfinished = Words(Fillers + " und oder aber weil wenn dass ob der die das dem den des ein eine einen einem einer mein meine meinen meinem meiner dein ihr ihre"
            + " unser zu zum zur von vom für mit aus bei in im auf an am um über ist sind war waren wie also dann auch ich wir"),
        NeverLast = Words(Fillers + " und oder aber weil der das ein eine einen mein meine"),
        Numbers = Words("null eins ein zwei zwo drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"
            + " hundert tausend plus strich doppel"),
        NumberEndings = ["zig", "ßig", "zehn", "hundert", "tausend"],
        ShortAnswers = Words("ja jawohl jo nein nee ne doch gerne gern bitte danke ok okay genau richtig stimmt klar natürlich sicher nicht"),
        QuestionWords = Words("was welche welcher welches welchen wer wen wem wessen wann wo wohin woher warum wieso weshalb wie wieviel oder"),
        AtSigns = Words("at ät klammeraffe"),
        Dots = Words("punkt dot"),
        AsksForNumber = ["nummer", "ziffer", "telefon", "code", "geburtsdatum", "postleitzahl", "konto", "vorwahl"],
        AsksForSpelling = ["buchstabier"],
    };

    public static CallerLanguage Spanish { get; } = new()
    {
        Acknowledgements = Phrases(Hums + "|sí|si|ya|vale|claro|claro que sí|de acuerdo|entiendo|ya veo|exacto|bueno|perfecto|ajá|correcto|muy bien|por supuesto"),
        Interrupts = Words("para pare espera espere momento no perdón perdone"),
        Farewells = Phrases("adiós|adios|chao|muchas|hasta|que|buenas|gracias|muchas gracias|hasta luego|igualmente|buen día|que tenga|buenas tardes"),
        Unfinished = Words(Fillers + " este pues y e o u pero porque si cuando que el la los las un una unos unas mi mis tu su sus nuestro a al de del para con por en sobre"
            + " es son era como entonces también yo"),
        NeverLast = Words(Fillers + " y pero porque el la los las un una mi"),
        Numbers = Words("cero uno una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte"
            + " treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mil doble más guion"),
        NumberEndings = ["cientos", "cientas"],
        ShortAnswers = Words("sí si no claro vale bueno por favor gracias exacto correcto ok okay supuesto desde luego"),
        QuestionWords = Words("qué que cuál cual cuáles quién quien quiénes cuándo cuando dónde donde cómo como cuánto cuánta cuántos cuántas o"),
        AtSigns = Words("arroba"),
        Dots = Words("punto"),
        AsksForNumber = ["número", "numero", "dígito", "teléfono", "telefono", "código", "codigo", "fecha de nacimiento", "cuenta"],
        AsksForSpelling = ["deletre"],
    };

    public static CallerLanguage French { get; } = new()
    {
        Acknowledgements = Phrases(Hums + "|oui|ouais|d'accord|bien|bien sûr|très bien|je vois|je comprends|tout à fait|exactement|voilà|parfait|entendu|c'est ça"),
        Interrupts = Words("stop attends attendez moment non pardon arrêtez"),
        Farewells = Phrases("au|à|bonne|vous|au revoir|merci|merci beaucoup|merci bien|salut|bonne journée|à bientôt|également|vous aussi|bonne soirée"),
        Unfinished = Words(Fillers + " ben et ou mais parce que car si quand qui le la les l un une des mon ma mes ton votre vos notre à au aux de du d pour avec par en dans"
            + " sur est sont était comme donc alors aussi je nous c'est"),
        NeverLast = Words(Fillers + " et ou mais parce que le la les un une mon ma"),
        Numbers = Words("zéro un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente quarante cinquante soixante"
            + " septante huitante nonante cent cents mille double plus tiret"),
        ShortAnswers = Words("oui ouais non si bien sûr d'accord exactement merci s'il vous plaît ok okay volontiers pas"),
        QuestionWords = Words("qui que quoi quand où comment combien quel quelle quels quelles pourquoi ou lequel laquelle"),
        AtSigns = Words("arobase arrobase at"),
        Dots = Words("point"),
        AsksForNumber = ["numéro", "chiffre", "téléphone", "code", "date de naissance", "compte"],
        AsksForSpelling = ["épel"],
    };

    private static FrozenSet<string> Words(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static FrozenSet<string> Phrases(string phrases) => phrases.Split('|').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
