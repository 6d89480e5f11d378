using System.Text;

namespace VoiceAgent.Core.Conversations.Opening;

/// <summary>What the first words after a call was picked up tell about who speaks. Pure; whole phrases of the languages below, whatever the agent's own.</summary>
public static class PickUpWords
{
    private static readonly string[] Voicemail =
    [
        "after the tone", "after the beep", "at the tone", "at the beep", "leave a message", "leave me a message", "leave your message", "leave your name and number",
        "leave your name and a", "reached the voicemail", "reached the voice mail", "reached my voicemail", "voicemail of", "voice mailbox", "voicemail box", "record your message",
        "forwarded to voicemail", "forwarded to an automatic voice message", "mailbox is full", "mailbox of",
        "nach dem signalton", "nach dem ton", "nach dem piepton", "nach dem signal", "hinterlassen sie", "hinterlass mir", "mailbox von", "anrufbeantworter", "sprachbox",
        "après le bip", "après le signal", "après la tonalité", "laissez un message", "laisser un message", "laissez moi un message", "messagerie vocale", "répondeur de", "boîte vocale",
        "después de la señal", "después del tono", "deje un mensaje", "deje su mensaje", "buzón de voz", "contestador automático",
        "dopo il segnale", "lasciate un messaggio", "lascia un messaggio", "lasciare un messaggio", "segreteria telefonica",
        "na de toon", "na de piep", "na de pieptoon", "spreek een bericht in", "laat een bericht achter", "voicemail van",
        "após o sinal", "depois do sinal", "deixe uma mensagem", "deixe a sua mensagem", "deixe sua mensagem", "caixa postal",
        "po sygnale", "zostaw wiadomość", "proszę zostawić wiadomość", "poczta głosowa",
    ];

    private static readonly string[] Screening =
    [
        "state your name", "say your name", "who is calling and why", "who's calling and why", "reason for your call", "reason for calling", "why you're calling", "why you are calling",
        "screening service", "call screening", "call assist", "using a call", "record your name and",
        "nennen sie ihren namen", "sagen sie ihren namen", "grund ihres anrufs", "grund für ihren anruf", "weshalb sie anrufen", "warum sie anrufen",
        "dites votre nom", "indiquez votre nom", "motif de votre appel", "raison de votre appel", "diga su nombre", "motivo de su llamada", "motivo de la llamada",
        "dica il suo nome", "motivo della chiamata", "uw naam en de reden", "reden van uw oproep", "diga o seu nome", "motivo da ligação", "motivo da chamada",
    ];

    private static readonly string[] Hold =
    [
        "stay on the line", "please hold", "hold on", "hold the line", "one moment", "just a moment", "connecting you", "i'll connect you", "i will connect you", "see if they", "see if this person",
        "checking if", "bleiben sie dran", "bleiben sie in der leitung", "einen moment", "einen augenblick", "ne quittez pas", "un instant", "un moment", "no cuelgue", "un momento",
        "attenda in linea", "resti in linea", "blijf aan de lijn", "een ogenblik", "aguarde", "não desligue", "um momento",
    ];

    private static readonly string[] Unavailable =
    [
        "is not available", "isn't available", "can't take your call", "cannot take your call", "can't talk right now", "please call back later", "try again later", "ist nicht erreichbar",
        "nicht verfügbar", "n'est pas disponible", "no está disponible", "non è disponibile", "niet beschikbaar", "não está disponível",
    ];

    private static readonly string[] Menu =
    [
        "press one", "press two", "press 1", "press 2", "press zero", "press 0", "press the", "to continue in", "main menu", "drücken sie die", "drücken sie eins", "wählen sie die",
        "appuyez sur", "tapez", "pulse uno", "pulse el", "marque uno", "marque el", "premere", "prema", "toets", "pressione", "digite", "wybierz", "naciśnij",
    ];

    /// <summary>Who says this, as far as the words tell.</summary>
    public static PickUpSpeaker Judge(string text)
    {
        var words = Normalize(text);
        return Has(words, Menu) ? PickUpSpeaker.Menu
            : Has(words, Screening) ? PickUpSpeaker.Screening
            : Has(words, Voicemail) ? PickUpSpeaker.Voicemail
            : Has(words, Unavailable) ? PickUpSpeaker.Unavailable
            : Has(words, Hold) ? PickUpSpeaker.Hold
            : PickUpSpeaker.Person;
    }

    private static bool Has(string words, string[] phrases) => Array.Exists(phrases, phrase => words.Contains($" {phrase} ", StringComparison.Ordinal));

    // " we are closed please leave a message ": lower case, single spaces, apostrophes kept.
    private static string Normalize(string text)
    {
        var words = new StringBuilder(text.Length + 2).Append(' ');
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character) || (character is '\'' or '’' && words[^1] != ' '))
            {
                words.Append(character is '’' ? '\'' : char.ToLowerInvariant(character));
            }
            else if (words[^1] != ' ')
            {
                words.Append(' ');
            }
        }

        return words[^1] == ' ' ? words.ToString() : words.Append(' ').ToString();
    }
}

/// <summary>Who has picked up.</summary>
public enum PickUpSpeaker
{
    /// <summary>Nothing tells otherwise.</summary>
    Person,
    Voicemail,

    /// <summary>An assistant that asks who is calling and why before it puts through.</summary>
    Screening,

    /// <summary>Somebody or something asks to wait.</summary>
    Hold,

    /// <summary>An assistant says that nobody comes to the telephone.</summary>
    Unavailable,

    /// <summary>A menu of keys.</summary>
    Menu,
}
