using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Failover.Listening;
using VoiceAgent.Core.Failover.Models;
using VoiceAgent.Core.Failover.Voices;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Failover;

/// <summary>
/// Makes one port of several providers: every stream is watched for silence, and when one fails the next takes over within the call.
/// Thread-safe.
/// </summary>
public sealed class FailoverPorts(ProviderCircuits circuits, ProviderReports reports, IOptions<LivenessOptions> options, TimeProvider time)
{
    private readonly LivenessOptions _options = options.Value;

    internal ISpeechToText Listen(AccountId account, CallIncidents incidents, IReadOnlyList<Candidate<ISpeechToText>> candidates) =>
        new FailoverSpeechToText(
            new Lineup<ISpeechToText>(candidates, Setting(account, ProviderCategory.SpeechToText, incidents, staysWithCurrent: true)), _options, time);

    internal ILanguageModel Answer(AccountId account, CallIncidents incidents, IReadOnlyList<Candidate<ILanguageModel>> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var isAlone = candidates.Count == 1;
        var next = isAlone ? _options.Alone : _options.NextToken;
        Candidate<ILanguageModel>[] guarded =
        [
            .. candidates.Select(model => model with { Port = new GuardedLanguageModel(model, _options.Alone, next, time) }),
        ];
        var setting = Setting(account, ProviderCategory.LanguageModel, incidents, staysWithCurrent: false);
        return new FailoverLanguageModel(new Lineup<ILanguageModel>(guarded, setting), _options.FirstToken, time);
    }

    internal ITextToSpeech Speak(AccountId account, CallIncidents incidents, IReadOnlyList<Candidate<ITextToSpeech>> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var isAlone = candidates.Count == 1;
        var patience = isAlone ? new VoicePatience(_options.Alone, _options.Alone, _options.Alone)
            : new VoicePatience(_options.FirstAudio, _options.NextAudio < _options.BegunAudio ? _options.NextAudio : _options.BegunAudio, _options.NextAudio);
        Candidate<ITextToSpeech>[] guarded =
        [
            .. candidates.Select(voice => voice with { Port = new GuardedTextToSpeech(voice, patience, time) }),
        ];
        var setting = Setting(account, ProviderCategory.TextToSpeech, incidents, staysWithCurrent: true);
        return new FailoverTextToSpeech(new Lineup<ITextToSpeech>(guarded, setting), time);
    }

    private LineupSetting Setting(AccountId account, ProviderCategory category, CallIncidents incidents, bool staysWithCurrent) =>
        new(account, category, circuits, incidents, reports.Report, staysWithCurrent);
}
