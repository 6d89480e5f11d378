using System.Threading.Channels;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Failover.Voices;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Contracts;

/// <summary>What every <see cref="ITextToSpeech"/> promises.</summary>
[Trait("Kind", "Contract")]
public sealed class TextToSpeechContractTests
{
    private static readonly VoiceSettings Phone = new() { Format = AudioFormat.Pcmu, Language = "en-US" };

    public static TheoryData<string> Names { get; } = [.. TextToSpeechContractEntries.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Sentences_become_audio_with_their_words_in_order(string name)
    {
        await using var subject = await StartAsync(name);

        var spoken = await SpeakAsync(subject, Pieces("We open at eight.", "Come and see us!"), Phone, CancellationToken.None);

        var duration = Duration(spoken);
        Assert.InRange(duration, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10));
        Assert.All(spoken, piece => Assert.Equal(Phone.Format, piece.Frame.Format));
        var words = spoken.SelectMany(piece => piece.Words).ToList();
        if (words.Count > 0)
        {
            Assert.Equal(["We", "open", "at", "eight.", "Come", "and", "see", "us!"], words.Select(word => word.Text));
            Assert.Equal(words.Select(word => word.Start).Order(), words.Select(word => word.Start));
            Assert.InRange(words[^1].Start, TimeSpan.FromTicks(1), duration);
        }

        await subject.AssertReleasedAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Audio_has_the_format_that_was_asked_for(string name)
    {
        await using var subject = await StartAsync(name);
        var text = Pieces("We open at eight.");
        var mulaw = await SpeakAsync(subject, text, Phone, CancellationToken.None);

        foreach (var format in new[] { AudioFormat.Pcma, new AudioFormat(AudioEncoding.Linear16, 16000) })
        {
            var spoken = await SpeakAsync(subject, text, Phone with { Format = format }, CancellationToken.None);

            Assert.All(spoken, piece => Assert.Equal(format, piece.Frame.Format));
            Assert.All(spoken, piece => Assert.Equal(0, piece.Frame.Data.Length % format.BytesPerSample));
            Assert.InRange(Duration(spoken) / Duration(mulaw), 0.8, 1.25);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_first_sentence_is_heard_before_the_second_is_written(string name)
    {
        await using var subject = await StartAsync(name);
        var text = Channel.CreateUnbounded<string>();
        await text.Writer.WriteAsync("We open at eight.");
        await using var spoken = subject.Port.SpeakAsync(text.Reader.ReadEachAsync(CancellationToken.None), Phone, CancellationToken.None).GetAsyncEnumerator();

        Assert.True(await spoken.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System));
    }

    [Theory]
    [ContractRow(ContractRow.EmptyInput)]
    [MemberData(nameof(Names))]
    public async Task No_text_is_no_audio(string name)
    {
        await using var subject = await StartAsync(name);

        Assert.Empty(await SpeakAsync(subject, Pieces(), Phone, CancellationToken.None));
        Assert.Empty(await SpeakAsync(subject, Pieces("", " "), Phone, CancellationToken.None));
        await subject.AssertReleasedAsync();
    }

    [Theory]
    [ContractRow(ContractRow.CancelAtOnce)]
    [MemberData(nameof(Names))]
    public async Task Cancelled_before_it_begins_it_does_not_begin(string name)
    {
        await using var subject = await StartAsync(name);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => SpeakAsync(subject, Pieces("Hello."), Phone, new CancellationToken(canceled: true)));
        await subject.AssertReleasedAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Cancelled_while_it_waits_for_text_it_ends_at_once(string name)
    {
        await using var subject = await StartAsync(name);

        await subject.CancelsAsync(token => SpeakAsync(subject, Unfinished("Hello."), Phone, token));
    }

    [Theory]
    [ContractRow(ContractRow.HalfOpenSilence)]
    [MemberData(nameof(Names))]
    public async Task Cancelled_while_the_provider_is_silent_it_ends_at_once(string name)
    {
        await using var subject = await StartAsync(name, ContractTrouble.Silent);

        await subject.CancelsAsync(token => SpeakAsync(subject, Pieces("Hello."), Phone, token));
    }

    [Theory]
    [ContractRow(ContractRow.CancelMidStream)]
    [MemberData(nameof(Names))]
    public async Task Cancelled_in_mid_speech_it_ends_at_once(string name)
    {
        await using var subject = await StartAsync(name, ContractTrouble.SilentLater);
        using var cancel = new CancellationTokenSource();
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var speaking = SpeakAsync(
            subject,
            Pieces("We open at eight.", "Come and see us!"),
            Phone,
            cancel.Token,
            _ => heard.TrySetResult());
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System));
        await subject.AssertReleasedAsync();
    }

    [Theory]
    [ContractRow(ContractRow.SlowDrip)]
    [MemberData(nameof(Names))]
    public async Task A_slow_drip_is_heard_to_its_end(string name)
    {
        await using var subject = await StartAsync(name, ContractTrouble.SlowDrip);

        var spoken = await SpeakAsync(subject, Pieces("We open at eight."), Phone, CancellationToken.None);

        Assert.InRange(Duration(spoken), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10));
        await subject.AssertReleasedAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_provider_that_is_down_is_unavailable(string name) => FailsAsync(name, ContractTrouble.Down, ProviderErrorKind.Unavailable);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Left_early_it_leaves_nothing_open(string name)
    {
        await using var subject = await StartAsync(name);

        await subject.LeavesEarlyAsync(token => subject.Port.SpeakAsync(Unfinished("We open at eight."), Phone, token));
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
    [ContractRow(ContractRow.HalfOpenSilence)]
    [MemberData(nameof(Names))]
    public async Task Silence_behind_its_guard_is_a_timeout(string name)
    {
        foreach (var trouble in new[] { ContractTrouble.Silent, ContractTrouble.SilentLater })
        {
            await using var subject = await StartAsync(name, trouble);
            var limit = TimeSpan.FromMilliseconds(200);
            var guarded = new GuardedTextToSpeech(new Candidate<ITextToSpeech>(ProviderName.Hume, subject.Port), new VoicePatience(limit, limit, limit), TimeProvider.System);

            await subject.FailsAsync(
                token => guarded.SpeakAsync(Pieces("We open at eight.", "Come and see us!"), Phone, token).ToListAsync(CancellationToken.None).AsTask(),
                ProviderErrorKind.Timeout);
        }
    }

    [Theory]
    [ContractRow(ContractRow.KeyNeverInMessage)]
    [MemberData(nameof(Names))]
    public Task Whatever_goes_wrong_the_key_is_in_no_message(string name) => ContractTroubles.TellNoKeyAsync<ITextToSpeech>(
        trouble => StartAsync(name, trouble),
        (subject, token) => SpeakAsync(subject, Pieces("We open at eight.", "Come and see us!"), Phone, token));

    [Theory]
    [ContractRow(ContractRow.ConnectionsBackToZero)]
    [MemberData(nameof(Names))]
    public async Task After_speech_of_every_ending_no_connection_is_left(string name)
    {
        await using var subject = await StartAsync(name);

        await ContractTroubles.EndInEveryWayAsync(
            token => subject.Port.SpeakAsync(Pieces("We open at eight."), Phone, token),
            token => subject.Port.SpeakAsync(Unfinished("We open at eight."), Phone, token));

        await subject.AssertReleasedAsync();
    }

    private static async Task FailsAsync(string name, ContractTrouble trouble, params ProviderErrorKind[] kinds)
    {
        await using var subject = await StartAsync(name, trouble);
        await subject.FailsAsync(token => SpeakAsync(subject, Pieces("We open at eight.", "Come and see us!"), Phone, token),
            kinds);
    }

    private static Task<ContractSubject<ITextToSpeech>> StartAsync(string name, ContractTrouble trouble = ContractTrouble.None) =>
        TextToSpeechContractEntries.All.Single(entry => entry.Name == name).StartAsync(trouble);

    /// <summary>Copies each piece of audio, which is only lent.</summary>
    private static Task<List<SpokenAudio>> SpeakAsync(
        ContractSubject<ITextToSpeech> subject,
        IAsyncEnumerable<string> text,
        VoiceSettings voice,
        CancellationToken cancellationToken,
        Action<SpokenAudio>? heard = null) =>
        subject.Port.SpeakAsync(text, voice, cancellationToken)
            .Select(piece =>
            {
                heard?.Invoke(piece);
                return piece with { Frame = piece.Frame with { Data = piece.Frame.Data.ToArray() } };
            })
            .ToListAsync(CancellationToken.None).AsTask();

    private static TimeSpan Duration(List<SpokenAudio> spoken) =>
        spoken.Aggregate(TimeSpan.Zero, (sum, piece) => sum + piece.Frame.Duration);

    private static IAsyncEnumerable<string> Pieces(params string[] pieces) => pieces.ToAsyncEnumerable();

    private static IAsyncEnumerable<string> Unfinished(string piece)
    {
        var text = Channel.CreateUnbounded<string>();
        text.Writer.TryWrite(piece);
        return text.Reader.ReadEachAsync(CancellationToken.None);
    }
}
