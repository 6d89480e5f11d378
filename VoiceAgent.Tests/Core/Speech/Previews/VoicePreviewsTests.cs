using System.Buffers.Binary;
using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Speech.Previews;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Core.Speech.Previews;

[Trait("Kind", "Unit")]
public sealed class VoicePreviewsTests
{
    private static readonly VoicePreviewRequest Request = new()
    {
        Provider = ProviderName.ElevenLabs,
        Text = "It costs $5 at Acme.",
        Language = "en-US",
        VoiceId = "rachel",
        Model = "eleven_flash_v2_5",
        Pronunciations = [new("Acme", "Ack-mee")],
    };

    private readonly AccountId _account = AccountId.New();
    private readonly ManualTime _time = new();
    private readonly InMemoryProviderKeys _keys = new();
    private readonly Voice _voice = new();
    private readonly VoicePreviews _previews;

    public VoicePreviewsTests()
    {
        _keys.OnLease = (account, provider) => new KeyLease(account, provider, new KeyDestination("sandbox"), "key"u8.ToArray());
        _previews = new VoicePreviews(_keys, [_voice], _time);
    }

    [Fact]
    public async Task A_preview_is_spoken_as_a_call_would_speak_it_and_kept_for_its_account_for_a_minute()
    {
        var result = await _previews.SpeakAsync(_account, Request, default);

        Assert.Null(result.Problem);
        Assert.Equal("It costs five dollars at Ack-mee.", _voice.Text);
        Assert.Equal(("rachel", "eleven_flash_v2_5", 24_000), (_voice.Settings!.VoiceId, _voice.Settings.Model, _voice.Settings.Format.SampleRate));
        var file = _previews.Find(_account, result.Id!)!.Value.ToArray();
        Assert.Equal("RIFF", Encoding.ASCII.GetString(file, 0, 4));
        Assert.Equal("WAVEfmt ", Encoding.ASCII.GetString(file, 8, 8));
        Assert.Equal(24_000, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(24)));
        Assert.Equal(file.Length - 44, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(40)));
        Assert.Equal(file.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)));
        Assert.Equal(48_044, file.Length);
        Assert.Null(_previews.Find(AccountId.New(), result.Id!));

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_previews.Find(_account, result.Id!));
    }

    [Fact]
    public async Task Previews_are_limited_in_every_minute_whenever_it_begins()
    {
        for (var preview = 0; preview < 10; preview++)
        {
            Assert.Null((await _previews.SpeakAsync(_account, Request, default)).Problem);
            _time.Advance(TimeSpan.FromSeconds(4));
        }

        Assert.Equal("That were many previews. The next one is possible in 20 seconds.", (await _previews.SpeakAsync(_account, Request, default)).Problem);
        Assert.Null((await _previews.SpeakAsync(AccountId.New(), Request, default)).Problem);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null((await _previews.SpeakAsync(_account, Request, default)).Problem);
        Assert.NotNull((await _previews.SpeakAsync(_account, Request, default)).Problem);
    }

    [Fact]
    public async Task Characters_are_limited_in_every_hour()
    {
        var longest = Request with { Text = new string('a', 300), Pronunciations = [] };
        for (var preview = 0; preview < 20; preview++)
        {
            Assert.Null((await _previews.SpeakAsync(_account, longest, default)).Problem);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal("That were many previews. The next one is possible in 40 minutes.", (await _previews.SpeakAsync(_account, longest, default)).Problem);
        _time.Advance(TimeSpan.FromMinutes(40));
        Assert.Null((await _previews.SpeakAsync(_account, longest, default)).Problem);
    }

    [Theory]
    [InlineData(ProviderErrorKind.Unauthorized, "ElevenLabs refused the key. Test or replace it under API keys.")]
    [InlineData(ProviderErrorKind.QuotaExceeded, "ElevenLabs says that your account there has no credit left. Add credit at ElevenLabs.")]
    [InlineData(ProviderErrorKind.Timeout, "ElevenLabs did not answer in time.")]
    public async Task Provider_trouble_is_told_in_the_owners_words(ProviderErrorKind kind, string problem)
    {
        _voice.Fails = kind;

        Assert.Equal(new VoicePreviewResult(null, problem), await _previews.SpeakAsync(_account, Request, default));
    }

    [Fact]
    public async Task Without_a_key_a_voice_or_a_text_it_says_so()
    {
        Assert.Contains("between 1 and 300 characters", (await _previews.SpeakAsync(_account, Request with { Text = " 🎉 " }, default)).Problem, StringComparison.Ordinal);
        Assert.Contains("between 1 and 300 characters", (await _previews.SpeakAsync(_account, Request with { Text = new string('a', 301) }, default)).Problem, StringComparison.Ordinal);
        Assert.Equal("Deepgram has no voices here.", (await _previews.SpeakAsync(_account, Request with { Provider = ProviderName.Deepgram }, default)).Problem);
        _voice.IsSilent = true;
        Assert.Equal("ElevenLabs broke off in the middle of its answer.", (await _previews.SpeakAsync(_account, Request, default)).Problem);
        _keys.OnLease = (_, _) => null;
        Assert.Equal("There is no usable ElevenLabs key. Add or test it under API keys to hear its voices.", (await _previews.SpeakAsync(_account, Request, default)).Problem);
        _keys.OnLease = (_, _) => throw new VaultLockedException("locked");
        Assert.StartsWith("The key vault is locked", (await _previews.SpeakAsync(_account, Request, default)).Problem, StringComparison.Ordinal);
    }

    private sealed class Voice : ITextToSpeechFactory, ITextToSpeech
    {
        public ProviderName Provider => ProviderName.ElevenLabs;

        public string Text { get; private set; } = string.Empty;

        public VoiceSettings? Settings { get; private set; }

        public ProviderErrorKind? Fails { get; set; }

        public bool IsSilent { get; set; }

        public ITextToSpeech Create(KeyLease key) => this;

        public async IAsyncEnumerable<SpokenAudio> SpeakAsync(
            IAsyncEnumerable<string> text, VoiceSettings voice, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Settings = voice;
            await foreach (var piece in text.WithCancellation(cancellationToken))
            {
                Text = piece;
            }

            if (Fails is { } kind)
            {
                throw new ProviderException(Provider, kind);
            }

            if (!IsSilent)
            {
                yield return new SpokenAudio(new(new byte[48_000], voice.Format), []);
            }
        }
    }
}
