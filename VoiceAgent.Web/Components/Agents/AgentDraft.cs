using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Conversations.Opening;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech.Previews;
using VoiceAgent.Web.Components.Agents.Voices;

namespace VoiceAgent.Web.Components.Agents;

/// <summary>An agent while it is edited, in the units of the form's fields.</summary>
public sealed class AgentDraft
{
    private Dictionary<ProviderName, PickDraft> _picks = [];

    private AgentDraft()
    {
    }

    public string? Name { get; set; }

    public string? Instructions { get; set; }

    public string? Greeting { get; set; }

    public string? Language { get; set; }

    public ProviderOrder SpeechToText { get; set; } = ProviderOrder.Automatic;

    public ProviderOrder LanguageModel { get; set; } = ProviderOrder.Automatic;

    public ProviderOrder TextToSpeech { get; set; } = ProviderOrder.Automatic;

    public string? Vocabulary { get; set; }

    public double VoiceSpeed { get; set; }

    /// <summary>Rows of further languages; blank ones are no part of the agent.</summary>
    public List<LanguageRow> FurtherLanguages { get; private init; } = [];

    /// <summary>Rows of the pronunciation list; blank ones are no part of the agent.</summary>
    public List<PronunciationRow> Pronunciations { get; private init; } = [];

    public int MinEndpointingMilliseconds { get; set; }

    public int MaxEndpointingMilliseconds { get; set; }

    public int ShortAnswerMilliseconds { get; set; }

    public int NumberMilliseconds { get; set; }

    public int EndOfTurnPercent { get; set; }

    public bool PreemptiveGeneration { get; set; }

    public int PreemptiveMilliseconds { get; set; }

    public bool AllowInterruptions { get; set; }

    public int MinInterruptionMilliseconds { get; set; }

    public int MinInterruptionWords { get; set; }

    public int FalseInterruptionMilliseconds { get; set; }

    public int KeyPauseMilliseconds { get; set; }

    public string? KeysEnd { get; set; }

    public int MaxKeys { get; set; }

    public bool KeysInterrupt { get; set; }

    public int SilencePromptSeconds { get; set; }

    public string? SilencePrompt { get; set; }

    public int SilencePromptsBeforeHangUp { get; set; }

    public string? SilenceGoodbye { get; set; }

    public int MaxCallMinutes { get; set; }

    public string? MaxDurationGoodbye { get; set; }

    public string? Apology { get; set; }

    public bool LeavesVoicemailMessage { get; set; }

    public string? VoicemailMessage { get; set; }

    public string? ScreeningAnswer { get; set; }

    /// <summary>What is asked of a provider.</summary>
    public PickDraft PickOf(ProviderName provider) => _picks[provider];

    /// <summary>A text in the voice that the form now has at a provider of text-to-speech.</summary>
    public VoicePreviewRequest PreviewAt(ProviderName provider, string text)
    {
        var pick = PickOf(provider).ToPick();
        return new VoicePreviewRequest
        {
            Provider = provider,
            Text = text,
            Language = Text(Language) is { Length: > 0 } language ? language : "en-US",
            VoiceId = pick.VoiceId,
            Model = pick.Model,
            Speed = Math.Clamp(VoiceSpeed, AgentValidator.MinVoiceSpeed, AgentValidator.MaxVoiceSpeed),
            Pronunciations = [.. Pronunciations.Where(row => !row.IsBlank).Select(row => row.ToEntry())],
        };
    }

    public static AgentDraft From(Agent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        var draft = new AgentDraft
        {
            Name = agent.Name,
            Instructions = agent.Instructions,
            Greeting = agent.Greeting,
            Language = agent.Language,
            SpeechToText = agent.SpeechToText,
            LanguageModel = agent.LanguageModel,
            TextToSpeech = agent.TextToSpeech,
            Vocabulary = agent.Vocabulary,
            _picks = Enum.GetValues<ProviderName>().ToDictionary(provider => provider, provider => PickDraft.From(agent.Picks.Of(provider))),
            FurtherLanguages = [.. agent.FurtherLanguages.Select(LanguageRow.From)],
            Pronunciations = [.. agent.Pronunciations.Select(entry => new PronunciationRow { Word = entry.Word, SayAs = entry.SayAs })],
            VoiceSpeed = agent.VoiceSpeed,
            LeavesVoicemailMessage = agent.PickUp.OnVoicemail is VoicemailAction.LeaveMessage,
            VoicemailMessage = agent.PickUp.VoicemailMessage,
            ScreeningAnswer = agent.PickUp.ScreeningAnswer,
        };
        draft.Take(agent.Turns);
        return draft;
    }

    /// <summary>The preset whose values the form has; null when they have been adjusted.</summary>
    public string? TurnPreset => TurnPresets.Of(Turns());

    /// <summary>Fills in a preset's values; what the agent says stays.</summary>
    public void ApplyPreset(string preset) => Take(TurnPresets.Apply(preset, Turns()));

    /// <summary>The agent with what the form now says; the form's blanks at the ends are no part of it.</summary>
    public Agent ApplyTo(Agent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return agent with
        {
            Name = Text(Name),
            Instructions = Text(Instructions),
            Greeting = Text(Greeting),
            Language = Text(Language),
            SpeechToText = SpeechToText,
            LanguageModel = LanguageModel,
            TextToSpeech = TextToSpeech,
            Vocabulary = Text(Vocabulary),
            FurtherLanguages = [.. FurtherLanguages.Where(row => !row.IsBlank).Select(row => row.ToLanguage())],
            Picks = [.. _picks.Values.Select(pick => pick.ToPick())],
            Pronunciations = [.. Pronunciations.Where(row => !row.IsBlank).Select(row => row.ToEntry())],
            VoiceSpeed = VoiceSpeed,
            Turns = Turns(),
            PickUp = new PickUpOptions
            {
                OnVoicemail = LeavesVoicemailMessage ? VoicemailAction.LeaveMessage : VoicemailAction.HangUp,
                VoicemailMessage = Text(VoicemailMessage),
                ScreeningAnswer = Text(ScreeningAnswer),
            },
        };
    }

    private static string Text(string? typed) => (typed ?? string.Empty).ReplaceLineEndings("\n").Trim();

    private void Take(TurnOptions turns)
    {
        MinEndpointingMilliseconds = (int)turns.MinEndpointingDelay.TotalMilliseconds;
        MaxEndpointingMilliseconds = (int)turns.MaxEndpointingDelay.TotalMilliseconds;
        ShortAnswerMilliseconds = (int)turns.ShortAnswerDelay.TotalMilliseconds;
        NumberMilliseconds = (int)turns.NumberDelay.TotalMilliseconds;
        EndOfTurnPercent = (int)Math.Round(turns.EndOfTurnConfidence * 100);
        PreemptiveGeneration = turns.PreemptiveGeneration;
        PreemptiveMilliseconds = (int)turns.PreemptiveDelay.TotalMilliseconds;
        AllowInterruptions = turns.AllowInterruptions;
        MinInterruptionMilliseconds = (int)turns.MinInterruptionDuration.TotalMilliseconds;
        MinInterruptionWords = turns.MinInterruptionWords;
        FalseInterruptionMilliseconds = (int)turns.FalseInterruptionTimeout.TotalMilliseconds;
        KeyPauseMilliseconds = (int)turns.KeyPause.TotalMilliseconds;
        KeysEnd = turns.KeysEnd;
        MaxKeys = turns.MaxKeys;
        KeysInterrupt = turns.KeysInterrupt;
        SilencePromptSeconds = (int)turns.SilencePromptAfter.TotalSeconds;
        SilencePrompt = turns.SilencePrompt;
        SilencePromptsBeforeHangUp = turns.SilencePromptsBeforeHangUp;
        SilenceGoodbye = turns.SilenceGoodbye;
        MaxCallMinutes = (int)turns.MaxCallDuration.TotalMinutes;
        MaxDurationGoodbye = turns.MaxDurationGoodbye;
        Apology = turns.Apology;
    }

    private TurnOptions Turns() => new()
    {
        MinEndpointingDelay = TimeSpan.FromMilliseconds(MinEndpointingMilliseconds),
        MaxEndpointingDelay = TimeSpan.FromMilliseconds(MaxEndpointingMilliseconds),
        ShortAnswerDelay = TimeSpan.FromMilliseconds(ShortAnswerMilliseconds),
        NumberDelay = TimeSpan.FromMilliseconds(NumberMilliseconds),
        EndOfTurnConfidence = EndOfTurnPercent / 100.0,
        PreemptiveGeneration = PreemptiveGeneration,
        PreemptiveDelay = TimeSpan.FromMilliseconds(PreemptiveMilliseconds),
        AllowInterruptions = AllowInterruptions,
        MinInterruptionDuration = TimeSpan.FromMilliseconds(MinInterruptionMilliseconds),
        MinInterruptionWords = MinInterruptionWords,
        FalseInterruptionTimeout = TimeSpan.FromMilliseconds(FalseInterruptionMilliseconds),
        KeyPause = TimeSpan.FromMilliseconds(KeyPauseMilliseconds),
        KeysEnd = (KeysEnd ?? string.Empty).Trim().ToUpperInvariant(),
        MaxKeys = MaxKeys,
        KeysInterrupt = KeysInterrupt,
        SilencePromptAfter = TimeSpan.FromSeconds(SilencePromptSeconds),
        SilencePrompt = Text(SilencePrompt),
        SilencePromptsBeforeHangUp = SilencePromptsBeforeHangUp,
        SilenceGoodbye = Text(SilenceGoodbye),
        MaxCallDuration = TimeSpan.FromMinutes(MaxCallMinutes),
        MaxDurationGoodbye = Text(MaxDurationGoodbye),
        Apology = Text(Apology),
    };
}
