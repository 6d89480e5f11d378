using System.Runtime.CompilerServices;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Contracts;

/// <summary>What every <see cref="ISpeechToText"/> promises.</summary>
[Trait("Kind", "Contract")]
public sealed class SpeechToTextContractTests
{
    private const string Sentence = "What are your opening hours?";

    private static readonly SpeechToTextOptions Phone = new() { Format = AudioFormat.Pcmu, Language = "en-US" };
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    public static TheoryData<string> Names { get; } = [.. SpeechToTextContractEntries.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_said_comes_back_as_words_and_an_end_of_speech(string name)
    {
        await using var subject = await StartAsync(name);
        var speech = await subject.RecordAsync(Sentence);

        var events = await TranscribeAsync(subject, Say(speech, thenSilence: 100), CancellationToken.None);

        Assert.Equal(Words(Sentence), Words(string.Join(' ', events.OfType<SpeechEvent.Final>().Select(final => final.Text))));
        Assert.Contains(events, speechEvent => speechEvent is SpeechEvent.Final { EndOfSpeech: true } or SpeechEvent.Ended);
        Assert.All(events.OfType<SpeechEvent.Interim>(), interim => Assert.False(string.IsNullOrWhiteSpace(interim.Text)));
        await subject.AssertReleasedAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Words_at_the_very_end_of_the_audio_are_not_lost(string name)
    {
        await using var subject = await StartAsync(name);
        var speech = await subject.RecordAsync(Sentence);

        var events = await TranscribeAsync(subject, Say(speech, thenSilence: 0), CancellationToken.None);

        Assert.Equal(Words(Sentence), Words(string.Join(' ', events.OfType<SpeechEvent.Final>().Select(final => final.Text))));
    }

    [Theory]
    [ContractRow(ContractRow.SlowDrip)]
    [MemberData(nameof(Names))]
    public async Task Words_that_come_slowly_are_the_same_words(string name)
    {
        await using var subject = await StartAsync(name, ContractTrouble.SlowDrip);
        var speech = await subject.RecordAsync(Sentence);

        var events = await TranscribeAsync(subject, Say(speech, thenSilence: 50), CancellationToken.None);

        Assert.Equal(Words(Sentence), Words(string.Join(' ', events.OfType<SpeechEvent.Final>().Select(final => final.Text))));
        await subject.AssertReleasedAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_text_is_final_only_once_and_an_end_is_told_of_words(string name)
    {
        await using var subject = await StartAsync(name);
        var first = await subject.RecordAsync(Sentence);
        var second = await subject.RecordAsync("And where are you?");

        var events = await TranscribeAsync(subject, Say([.. first, .. Enumerable.Repeat((byte)0xFF, 16_000), .. second], thenSilence: 100), CancellationToken.None);

        Assert.Equal(
            [.. Words(Sentence), .. Words("And where are you?")],
            Words(string.Join(' ', events.OfType<SpeechEvent.Final>().Select(final => final.Text))));
        Assert.All(events.OfType<SpeechEvent.Final>(), final => Assert.False(string.IsNullOrWhiteSpace(final.Text)));
        Assert.DoesNotContain(events, speechEvent => speechEvent is SpeechEvent.EagerEnd or SpeechEvent.Resumed);
    }

    [Theory]
    [ContractRow(ContractRow.EmptyInput)]
    [MemberData(nameof(Names))]
    public async Task No_audio_is_heard_as_nothing(string name)
    {
        await using var subject = await StartAsync(name);

        Assert.Empty(await TranscribeAsync(subject, AsyncEnumerable.Empty<AudioFrame>(), CancellationToken.None));
        await subject.AssertReleasedAsync();
    }

    [Theory]
    [ContractRow(ContractRow.CancelAtOnce)]
    [MemberData(nameof(Names))]
    public async Task Cancelled_before_it_begins_it_does_not_begin(string name)
    {
        await using var subject = await StartAsync(name);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => TranscribeAsync(subject, Endless(), new CancellationToken(canceled: true)));
        await subject.AssertReleasedAsync();
    }

    [Theory]
    [ContractRow(ContractRow.CancelMidStream)]
    [MemberData(nameof(Names))]
    public async Task Cancelled_while_it_listens_it_ends_at_once(string name)
    {
        await using var subject = await StartAsync(name);

        await subject.CancelsAsync(token => TranscribeAsync(subject, Endless(), token));
    }

    [Theory]
    [ContractRow(ContractRow.HalfOpenSilence)]
    [MemberData(nameof(Names))]
    public async Task Cancelled_while_the_provider_is_silent_it_ends_at_once(string name)
    {
        await using var subject = await StartAsync(name, ContractTrouble.Silent);

        await subject.CancelsAsync(token => TranscribeAsync(subject, Endless(), token));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Left_early_it_leaves_nothing_open(string name)
    {
        await using var subject = await StartAsync(name);
        var speech = await subject.RecordAsync(Sentence);

        await subject.LeavesEarlyAsync(token => subject.Port.TranscribeAsync(Say(speech, thenSilence: int.MaxValue), Phone, token));
    }

    [Theory]
    [ContractRow(ContractRow.Unauthorized)]
    [MemberData(nameof(Names))]
    public Task A_refused_key_is_unauthorized(string name) => FailsAsync(name, ContractTrouble.Unauthorized, ProviderErrorKind.Unauthorized);

    [Theory]
    [ContractRow(ContractRow.Quota)]
    [MemberData(nameof(Names))]
    public Task No_credit_is_quota_exceeded(string name) => FailsAsync(name, ContractTrouble.NoCredit, ProviderErrorKind.QuotaExceeded);

    [Theory]
    [ContractRow(ContractRow.RateLimit)]
    [MemberData(nameof(Names))]
    public Task Too_many_streams_are_rate_limited(string name) => FailsAsync(name, ContractTrouble.RateLimited, ProviderErrorKind.RateLimited);

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_provider_that_says_it_is_down_is_unavailable(string name) => FailsAsync(name, ContractTrouble.Down, ProviderErrorKind.Unavailable);

    [Theory]
    [ContractRow(ContractRow.HalfOpenSilence)]
    [MemberData(nameof(Names))]
    public async Task Cancelled_when_a_stream_has_gone_dead_it_ends_at_once(string name)
    {
        await using var subject = await StartAsync(name, ContractTrouble.SilentLater);
        var speech = await subject.RecordAsync(Sentence);

        await subject.CancelsAsync(token => TranscribeAsync(subject, Say(speech, thenSilence: int.MaxValue), token));
    }

    [Theory]
    [ContractRow(ContractRow.GarbageFrame)]
    [MemberData(nameof(Names))]
    public Task A_message_nobody_can_read_is_a_protocol_error(string name) => FailsAsync(name, ContractTrouble.Garbage, ProviderErrorKind.Protocol);

    [Theory]
    [ContractRow(ContractRow.EarlyClose)]
    [MemberData(nameof(Names))]
    public Task A_stream_closed_early_is_no_end(string name) =>
        FailsAsync(name, ContractTrouble.ClosedEarly, ProviderErrorKind.Unavailable, ProviderErrorKind.Protocol);

    [Theory]
    [ContractRow(ContractRow.EarlyClose)]
    [MemberData(nameof(Names))]
    public Task A_connection_reset_is_no_end(string name) =>
        FailsAsync(name, ContractTrouble.Dropped, ProviderErrorKind.Unavailable, ProviderErrorKind.Protocol);

    [Theory]
    [ContractRow(ContractRow.CancelMidStream)]
    [MemberData(nameof(Names))]
    public async Task Cancelled_after_its_first_words_it_ends_at_once(string name)
    {
        await using var subject = await StartAsync(name);
        var speech = await subject.RecordAsync(Sentence);
        using var cancel = new CancellationTokenSource();
        await using var events = subject.Port.TranscribeAsync(Say(speech, thenSilence: int.MaxValue), Phone, cancel.Token).GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(ContractTroubles.Patience, TimeProvider.System));

        await cancel.CancelAsync();

        await ContractTroubles.EndsCancelledAsync(events);
        await subject.AssertReleasedAsync();
    }

    [Theory]
    [ContractRow(ContractRow.KeyNeverInMessage)]
    [MemberData(nameof(Names))]
    public Task Whatever_goes_wrong_the_key_is_in_no_message(string name) => ContractTroubles.TellNoKeyAsync<ISpeechToText>(
        trouble => StartAsync(name, trouble),
        async (subject, token) => await TranscribeAsync(subject, Say(await subject.RecordAsync(Sentence), thenSilence: int.MaxValue), token));

    [Theory]
    [ContractRow(ContractRow.ConnectionsBackToZero)]
    [MemberData(nameof(Names))]
    public async Task After_streams_of_every_ending_no_connection_is_left(string name)
    {
        await using var subject = await StartAsync(name);
        var speech = await subject.RecordAsync(Sentence);

        await ContractTroubles.EndInEveryWayAsync(
            token => subject.Port.TranscribeAsync(Say(speech, thenSilence: 100), Phone, token),
            token => subject.Port.TranscribeAsync(Endless(), Phone, token));

        await subject.AssertReleasedAsync();
    }

    private static async Task FailsAsync(string name, ContractTrouble trouble, params ProviderErrorKind[] kinds)
    {
        await using var subject = await StartAsync(name, trouble);
        var speech = await subject.RecordAsync(Sentence);
        await subject.FailsAsync(token => TranscribeAsync(subject, Say(speech, thenSilence: int.MaxValue), token), kinds);
    }

    private static Task<ContractSubject<ISpeechToText>> StartAsync(string name, ContractTrouble trouble = ContractTrouble.None) =>
        SpeechToTextContractEntries.All.Single(entry => entry.Name == name).StartAsync(trouble);

    private static Task<List<SpeechEvent>> TranscribeAsync(
        ContractSubject<ISpeechToText> subject,
        IAsyncEnumerable<AudioFrame> audio,
        CancellationToken cancellationToken) =>
        subject.Port.TranscribeAsync(audio, Phone, cancellationToken).ToListAsync(CancellationToken.None).AsTask();

    private static IAsyncEnumerable<AudioFrame> Endless() => Say([], thenSilence: int.MaxValue);

    private static async IAsyncEnumerable<AudioFrame> Say(
        byte[] speech,
        int thenSilence,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var length = AudioFormat.Pcmu.BytesFor(Frame);
        foreach (var frame in speech.Chunk(length))
        {
            yield return new AudioFrame(frame, AudioFormat.Pcmu);
        }

        var silence = Enumerable.Repeat(AudioFormat.Pcmu.SilenceByte, length).ToArray();
        for (var i = 0; i < thenSilence; i++)
        {
            yield return new AudioFrame(silence, AudioFormat.Pcmu);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
        }
    }

    private static string[] Words(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('.', ',', '?', '!').ToLowerInvariant())];
}
