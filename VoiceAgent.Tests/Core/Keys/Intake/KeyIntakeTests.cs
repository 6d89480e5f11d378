using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Intake;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Core.Keys.Intake;

[Trait("Kind", "Unit")]
public sealed class KeyIntakeTests
{
    private const string ElevenLabsKey = "sk_0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData(ProviderName.OpenAI, "sk-proj-abcdefgh12345678")]
    [InlineData(ProviderName.OpenAI, "  sk-proj-abcdefgh12345678\r\n")]
    [InlineData(ProviderName.Grok, "xai-abcdefgh12345678")]
    [InlineData(ProviderName.ElevenLabs, ElevenLabsKey)]
    [InlineData(ProviderName.ElevenLabs, "0123456789abcdef0123456789abcdef")]
    [InlineData(ProviderName.Deepgram, "0123456789abcdef0123456789abcdef01234567")]
    [InlineData(ProviderName.AssemblyAI, "0123456789abcdef0123456789abcdef")]
    [InlineData(ProviderName.Soniox, "12345678")]
    [InlineData(ProviderName.Hume, "AbCdEfGh0123456789AbCdEfGh0123456789AbCdEfGh0123")]
    [InlineData(ProviderName.Telnyx, "KEY0123456789ABCDEF_abcdefgh")]
    public void A_usual_key_is_taken_trimmed_and_without_a_warning(ProviderName provider, string text)
    {
        Assert.Null(KeyIntake.Check(provider, text, out var key));
        Assert.Equal(text.Trim(), key);
        Assert.Null(KeyShapes.Unusual(provider, key));
    }

    [Theory]
    [InlineData(null, "Enter the OpenAI key.")]
    [InlineData("", "Enter the OpenAI key.")]
    [InlineData(" \t\r\n ", "Enter the OpenAI key.")]
    [InlineData("sk-proj abcdefgh", "There is a space at position 8 of the key. Copy the key again and paste it alone.")]
    [InlineData("sk-proj\tabcdefgh", "There is a tab at position 8 of the key. Copy the key again and paste it alone.")]
    [InlineData("sk-proj\r\nX-Injected: yes", "There is a line break at position 8 of the key. Copy the key again and paste it alone.")]
    [InlineData("sk-proj\u2028abcdefgh", "There is a line break at position 8 of the key. Copy the key again and paste it alone.")]
    [InlineData("sk-proj\u00A0abcdefgh", "There is a non-breaking space (U+00A0) at position 8 of the key. Copy the key again and paste it alone.")]
    [InlineData("sk-proj\u200Babcdefgh", "There is an invisible zero-width space (U+200B) at position 8 of the key. Copy the key again and paste it alone.")]
    [InlineData("\uFEFFsk-projabcdefgh", "There is an invisible byte order mark (U+FEFF) at position 1 of the key. Copy the key again and paste it alone.")]
    [InlineData("sk-proj\u0007abcdefgh", "There is an invisible character (U+0007) at position 8 of the key. Copy the key again and paste it alone.")]
    [InlineData("\u201Csk-projabcdefgh\u201D", "There is a curly quotation mark (U+201C) at position 1 of the key. Copy the key again and paste it alone.")]
    [InlineData("sk\u2013proj-abcdefgh", "There is a typographic dash (U+2013) at position 3 of the key. Copy the key again and paste it alone.")]
    [InlineData("sk-\u2022\u2022\u2022\u2022abcd", "There is a bullet (U+2022), as in a masked key, at position 4 of the key. Copy the key again and paste it alone.")]
    [InlineData("sk-pröj-abcdefgh", "There is a character that keys do not have (U+00F6) at position 6 of the key. Copy the key again and paste it alone.")]
    [InlineData("sk-\U0001F511abcdefgh", "There is a character that keys do not have (U+1F511) at position 4 of the key. Copy the key again and paste it alone.")]
    [InlineData("\"sk-projabcdefgh\"", "The key is in quotation marks. Paste it without them.")]
    [InlineData("sk-1234", "This is too short for a key: 7 characters. Copy the whole key.")]
    [InlineData("xai-abcdefgh12345678", "This looks like a Grok (xAI) key. Store it under Grok (xAI).")]
    [InlineData("KEY0123456789", "This looks like a Telnyx key. Store it under Telnyx.")]
    [InlineData(ElevenLabsKey, "This looks like an ElevenLabs key. Store it under ElevenLabs.")]
    [InlineData("sk-ant-abcdefgh12345678", "This looks like an Anthropic key, which VoiceAgent does not use. Enter the OpenAI key.")]
    public void What_cannot_be_an_OpenAI_key_is_refused_with_what_was_found(string? text, string expected)
    {
        Assert.Equal(expected, KeyIntake.Check(ProviderName.OpenAI, text, out var key));
        Assert.Empty(key);
    }

    [Theory]
    [InlineData(512, false)]
    [InlineData(513, true)]
    public void The_longest_key_has_512_characters(int length, bool refused) =>
        Assert.Equal(refused, KeyIntake.Check(ProviderName.Soniox, new string('k', length), out _) is not null);

    public static IEnumerable<TheoryDataRow<ProviderName, ProviderName, string>> ForeignKeys() =>
        from shape in new (ProviderName Owner, string Key)[]
        {
            (ProviderName.OpenAI, "sk-abcdefgh12345678"),
            (ProviderName.Grok, "xai-abcdefgh12345678"),
            (ProviderName.ElevenLabs, ElevenLabsKey),
            (ProviderName.Telnyx, "KEYabcdefgh12345678"),
        }
        from place in ProviderCatalog.All.Select(provider => provider.Name)
        where place != shape.Owner
        select new TheoryDataRow<ProviderName, ProviderName, string>(place, shape.Owner, shape.Key);

    [Theory]
    [MemberData(nameof(ForeignKeys))]
    public void A_key_of_another_providers_obvious_shape_is_refused_in_every_field(ProviderName place, ProviderName owner, string key)
    {
        var name = ProviderCatalog.Get(owner).DisplayName;

        Assert.EndsWith($"{name} key. Store it under {name}.", KeyIntake.Check(place, key, out _), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProviderName.Deepgram, "temp:abcdefgh", "temporary Soniox key")]
    [InlineData(ProviderName.Soniox, "temp:abcdefgh", "temporary Soniox key")]
    [InlineData(ProviderName.Telnyx, "ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=", "public key")]
    public void What_is_no_API_key_is_refused(ProviderName provider, string text, string expected) =>
        Assert.Contains(expected, KeyIntake.Check(provider, text, out _), StringComparison.Ordinal);

    [Theory]
    [InlineData(ProviderName.Deepgram, "not-forty-hexadecimals")]
    [InlineData(ProviderName.AssemblyAI, "0123456789abcdef0123456789abcdef0")]
    [InlineData(ProviderName.OpenAI, "an-unusual-key")]
    [InlineData(ProviderName.OpenAI, "sk-admin-0123456789")]
    [InlineData(ProviderName.Grok, "an-unusual-key")]
    [InlineData(ProviderName.ElevenLabs, "sk_tooshort")]
    [InlineData(ProviderName.Telnyx, "an-unusual-key")]
    public void A_key_that_merely_looks_unusual_is_taken_with_a_warning(ProviderName provider, string text)
    {
        Assert.Null(KeyIntake.Check(provider, text, out var key));
        Assert.NotNull(KeyShapes.Unusual(provider, key));
    }

    [Theory]
    [InlineData("0123456789abcdef", "")]
    [InlineData("0123456789abcdef012", "")]
    [InlineData("0123456789abcdef0123", "0123")]
    public void Only_a_key_of_20_characters_shows_its_last_four(string key, string tail) => Assert.Equal(tail, KeyIntake.Tail(key));

    [Fact]
    public void No_message_repeats_the_key()
    {
        string?[] messages =
        [
            KeyIntake.Check(ProviderName.OpenAI, "SECRETPART\u200BSECRETPART", out _),
            KeyIntake.Check(ProviderName.OpenAI, "KEYSECRETPART", out _),
            KeyIntake.Check(ProviderName.OpenAI, "SECRET", out _),
            KeyIntake.Check(ProviderName.OpenAI, string.Concat(Enumerable.Repeat("SECRETPART", 60)), out _),
            KeyShapes.Unusual(ProviderName.OpenAI, "SECRETPART"),
        ];

        Assert.All(messages, message => Assert.DoesNotContain("SECRET", Assert.IsType<string>(message), StringComparison.Ordinal));
    }

    [Fact]
    public void The_typed_input_prints_nothing() =>
        Assert.Equal("key input (hidden)", new KeyInput { Key = "SECRET", WebhookPublicKey = "PUBLIC" }.ToString());
}
