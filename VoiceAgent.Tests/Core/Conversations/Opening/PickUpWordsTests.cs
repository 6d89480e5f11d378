using VoiceAgent.Core.Conversations.Opening;

namespace VoiceAgent.Tests.Core.Conversations.Opening;

[Trait("Kind", "Unit")]
public sealed class PickUpWordsTests
{
    [Theory]
    [InlineData("Hello?")]
    [InlineData("Yes, this is Sam.")]
    [InlineData("Good morning, Harbour Street Dental Practice, Anna speaking, how can I help you?")]
    [InlineData("I got your message, thank you.")]
    [InlineData("You can leave it at the door.")]
    [InlineData("Müller, guten Tag.")]
    [InlineData("Oui, allô ?")]
    [InlineData("¿Diga?")]
    [InlineData("Pronto, chi parla?")]
    [InlineData("Who is this?")]
    public void A_person_is_a_person(string words) => Assert.Equal(PickUpSpeaker.Person, PickUpWords.Judge(words));

    [Theory]
    [InlineData("You have reached the voicemail of Sam Carter.")]
    [InlineData("I can't take your call right now. Please leave a message after the tone.")]
    [InlineData("please LEAVE A MESSAGE, after the beep!")]
    [InlineData("Your call has been forwarded to an automatic voice message system.")]
    [InlineData("Ich bin nicht da. Bitte hinterlassen Sie eine Nachricht nach dem Signalton.")]
    [InlineData("Laissez-moi un message après le bip.")]
    [InlineData("Deje su mensaje después de la señal.")]
    [InlineData("Lasciate un messaggio dopo il segnale acustico.")]
    [InlineData("Spreek een bericht in na de toon.")]
    [InlineData("Deixe a sua mensagem após o sinal.")]
    [InlineData("Proszę zostawić wiadomość po sygnale.")]
    public void A_voicemail_says_so(string words) => Assert.Equal(PickUpSpeaker.Voicemail, PickUpWords.Judge(words));

    [Theory]
    [InlineData("Hi, the person you're calling is using a screening service from Google. Go ahead and say your name and why you’re calling.")]
    [InlineData("Please state your name and the reason for your call, and I'll see if this person is available.")]
    [InlineData("Bitte nennen Sie Ihren Namen und den Grund Ihres Anrufs.")]
    [InlineData("Diga su nombre y el motivo de la llamada.")]
    public void An_assistant_that_screens_asks_for_name_and_reason(string words) => Assert.Equal(PickUpSpeaker.Screening, PickUpWords.Judge(words));

    [Theory]
    [InlineData("Thank you. Please stay on the line.", PickUpSpeaker.Hold)]
    [InlineData("Einen Moment bitte.", PickUpSpeaker.Hold)]
    [InlineData("The person you are calling is not available. Goodbye.", PickUpSpeaker.Unavailable)]
    [InlineData("For appointments, press one. For billing, press two.", PickUpSpeaker.Menu)]
    [InlineData("To leave a message, press 1.", PickUpSpeaker.Menu)]
    public void Waiting_absence_and_menus_are_told_apart(string words, PickUpSpeaker speaker) => Assert.Equal(speaker, PickUpWords.Judge(words));
}
