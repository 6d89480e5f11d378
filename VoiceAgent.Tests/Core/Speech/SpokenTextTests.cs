using VoiceAgent.Core.Speech.Spoken;

namespace VoiceAgent.Tests.Core.Speech;

[Trait("Kind", "Unit")]
public sealed class SpokenTextTests
{
    [Theory]
    [InlineData("That makes $12.50 in total.", "That makes twelve dollars and fifty cents in total.")]
    [InlineData("It is $1,250, or $0.99 a day, or $1.", "It is one thousand two hundred fifty dollars, or ninety-nine cents a day, or one dollar.")]
    [InlineData("They raised $1.2 million and €5M.", "They raised one point two million dollars and five million euros.")]
    [InlineData("12.50 euros or 12 euros", "twelve euros and fifty cents or twelve euros")]
    [InlineData("Write to john.doe_99@example.com, please.", "Write to john dot doe underscore nine nine at example dot com, please.")]
    [InlineData("See https://www.example.com/help?x=1 or shop.example.org.", "See example dot com slash help or shop dot example dot org.")]
    [InlineData("Call +1 415-555-0100 now.", "Call plus one, four one five, five five five, zero one zero zero now.")]
    [InlineData("Call (415) 555-0100.", "Call four one five, five five five, zero one zero zero.")]
    [InlineData("On May 12, 2026 at 3:30 pm.", "On May twelfth, twenty twenty-six at three thirty PM.")]
    [InlineData("On 5/12/2026 or 2026-05-01.", "On May twelfth, twenty twenty-six or May first, twenty twenty-six.")]
    [InlineData("We open at 9:00 and close at 5 p.m. today.", "We open at nine o'clock and close at five PM today.")]
    [InlineData("At 10:05, 12:00 or 14:30.", "At ten oh five, twelve o'clock or fourteen thirty.")]
    [InlineData("A 20% discount, 3.5 km away, 20°C, 1 kg.", "A twenty percent discount, three point five kilometers away, twenty degrees Celsius, one kilogram.")]
    [InlineData("Your code is 4821, room 12, order 12345.", "Your code is four eight two one, room twelve, order one two three four five.")]
    [InlineData("Reference AB-1234 on flight LH400.", "Reference A B, one two three four on flight L H four zero zero.")]
    [InlineData("The 21st of 3 items, since 1999.", "The twenty-first of three items, since nineteen ninety-nine.")]
    [InlineData("Dr. Smith lives on Main St. near St. Mary, e.g. there.", "Doctor Smith lives on Main Street near Saint Mary, for example there.")]
    [InlineData("Mon–Fri 9–17, ~5 & more, and/or #3.", "Mon to Fri nine to seventeen, about five and more, and or number three.")]
    [InlineData("Great news 🎉! We did it 👍🏽 :)", "Great news! We did it")]
    [InlineData("It is -5 degrees, 2½ hours or 1/2 an hour.", "It is minus five degrees, two and a half hours or a half an hour.")]
    [InlineData("Version 1.2.3 has 1,000,000 users.", "Version one dot two dot three has one million users.")]
    [InlineData("Nothing to change here.", "Nothing to change here.")]
    public void English_is_said_as_people_say_it(string written, string spoken) => Assert.Equal(spoken, Say("en-US", written));

    [Theory]
    [InlineData("On 5/12/2026.", "On the fifth of December, twenty twenty-six.")]
    [InlineData("The 3 May is free.", "The third of May is free.")]
    [InlineData("It costs £1.01.", "It costs one pound and one penny.")]
    public void British_English_reads_dates_its_own_way(string written, string spoken) => Assert.Equal(spoken, Say("en-GB", written));

    [Theory]
    [InlineData("Das macht 12,50 €.", "Das macht zwölf Euro fünfzig.")]
    [InlineData("Das sind 1.250 Euro, 1 € oder 0,99 €.", "Das sind eintausendzweihundertfünfzig Euro, ein Euro oder neunundneunzig Cent.")]
    [InlineData("Am 12. Mai 2026 um 15:30 Uhr.", "Am zwölften Mai zweitausendsechsundzwanzig um fünfzehn Uhr dreißig.")]
    [InlineData("Der 3.4.2026, von 9:00 bis 17.30 Uhr.", "Der dritte April zweitausendsechsundzwanzig, von neun Uhr bis siebzehn Uhr dreißig.")]
    [InlineData("Im 3. Stock, z. B. 1 Stunde, ca. 21 Stück.", "Im dritten Stock, zum Beispiel eine Stunde, circa einundzwanzig Stück.")]
    [InlineData("Rufen Sie 030 1234567 an.", "Rufen Sie null drei null, eins zwei drei vier fünf sechs sieben an.")]
    [InlineData("info@bäckerei-müller.de", "info ät bäckerei Bindestrich müller Punkt de")]
    [InlineData("3,5 % von 2 Mio. Euro in der Hauptstr. 5", "drei Komma fünf Prozent von zwei Millionen Euro in der Hauptstraße fünf")]
    [InlineData("Seit 1999 rund 1.000.000 Kunden.", "Seit neunzehnhundertneunundneunzig rund eine Million Kunden.")]
    [InlineData("Um 1 Uhr, 101 Gäste.", "Um ein Uhr, einhunderteins Gäste.")]
    public void German_is_said_as_people_say_it(string written, string spoken) => Assert.Equal(spoken, Say("de-DE", written));

    [Theory]
    [InlineData("Son 12,50 €.", "Son doce euros con cincuenta céntimos.")]
    [InlineData("El 1 de mayo de 2026 a las 15:30.", "El primero de mayo de dos mil veintiséis a las quince treinta.")]
    [InlineData("A las 9:30 o a la 1:15.", "A las nueve y media o a la una y cuarto.")]
    [InlineData("Llame al 912 345 678.", "Llame al nueve uno dos, tres cuatro cinco, seis siete ocho.")]
    [InlineData("Son 21 días y 31 personas, el 20 %.", "Son veintiún días y treinta y una personas, el veinte por ciento.")]
    [InlineData("Sra. López, p. ej. el 2.º piso.", "señora López, por ejemplo el segundo piso.")]
    [InlineData("2 millones de euros, 1.250 €", "dos millones de euros, mil doscientos cincuenta euros")]
    [InlineData("info@ejemplo.es", "info arroba ejemplo punto es")]
    public void Spanish_is_said_as_people_say_it(string written, string spoken) => Assert.Equal(spoken, Say("es-ES", written));

    [Theory]
    [InlineData("Cela fait 12,50 €.", "Cela fait douze euros cinquante.")]
    [InlineData("Le 1er mai 2026 à 15h30.", "Le premier mai deux mille vingt-six à quinze heures trente.")]
    [InlineData("Appelez le 01 23 45 67 89.", "Appelez le zéro un, deux trois, quatre cinq, six sept, huit neuf.")]
    [InlineData("71, 80, 81, 91, 200 et 280 personnes", "soixante et onze, quatre-vingts, quatre-vingt-un, quatre-vingt-onze, deux cents et deux cent quatre-vingts personnes")]
    [InlineData("M. Dupont, au 2e étage, à 21h.", "Monsieur Dupont, au deuxième étage, à vingt et une heures.")]
    [InlineData("1 250 € soit 3,5 % de plus", "mille deux cent cinquante euros soit trois virgule cinq pour cent de plus")]
    [InlineData("contact@exemple.fr", "contact arobase exemple point F R")]
    public void French_is_said_as_people_say_it(string written, string spoken) => Assert.Equal(spoken, Say("fr-FR", written));

    [Fact]
    public void In_other_languages_only_what_no_voice_can_say_is_left_out()
    {
        Assert.Equal("Costa 12,50 € e basta.", Say("it-IT", "Costa 12,50 € e basta 🎉."));
        Assert.False(SpokenText.Knows("it-IT"));
        Assert.True(SpokenText.Knows("de-AT"));
    }

    [Theory]
    [InlineData("Ask the SQL team at Acme GmbH.", "Ask the sequel team at Ack-mee company.")]
    [InlineData("sql, SQL! NoSQL mysql", "sequel, sequel! NoSQL mysql")]
    [InlineData("Mail info@acme.com", "Mail info at Ack-mee dot com")]
    public void Words_of_the_list_are_said_as_it_tells(string written, string spoken)
    {
        PronunciationList list = [new("SQL", "sequel"), new("acme", "Ack-mee"), new("Acme GmbH", "Ack-mee company")];

        Assert.Equal(spoken, SpokenText.For("en-US", list).Say(written).Spoken);
    }

    [Fact]
    public void Every_written_word_tells_after_how_many_spoken_ones_it_is_heard()
    {
        var line = SpokenText.For("en-US", []).Say("Pay $12.50 by May 12, 2026 🎉 or call 415-555-0100 today.");

        Assert.Equal("Pay twelve dollars and fifty cents by May twelfth, twenty twenty-six or call four one five, five five five, zero one zero zero today.", line.Spoken);
        Assert.Equal([1, 6, 7, 11, 11, 11, 11, 12, 13, 23, 24], line.HeardAfter);
    }

    [Fact]
    public void Groups_of_a_telephone_number_are_heard_one_by_one() =>
        Assert.Equal([1, 3, 6, 9, 13], SpokenText.For("en-US", []).Say("Call +1 415 555 0100").HeardAfter.ToArray());

    private static string Say(string language, string written) => SpokenText.For(language, []).Say(written).Spoken;
}
