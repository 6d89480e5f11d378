using VoiceAgent.Core.Conversations.Endpointing;
using VoiceAgent.Core.Conversations.Languages;

namespace VoiceAgent.Core.Conversations;

/// <content>The language of the conversation follows the caller.</content>
public sealed partial class Conversation
{
    private readonly LanguageSwitch _language = new(settings.Language, [.. settings.FurtherLanguages.Select(language => language.Tag)]);

    /// <summary>BCP 47 tag of the language that is spoken.</summary>
    public string Language => _language.Current;

    private string SystemMessage =>
        settings.FurtherLanguages.FirstOrDefault(language => language.Tag == _language.Current)?.SystemMessage ?? settings.SystemMessage;

    // Before the answer, so that it is given in the caller's language.
    private void SwitchLanguage()
    {
        if (_language.Decide() is not { } language)
        {
            return;
        }

        if (_callerEntry is { } entry)
        {
            History.SetLanguage(entry, language);
        }

        _detector.SwitchTo(CallerLanguage.Of(language));
        Do(new ConversationAction.SwitchLanguage(language));
    }
}
