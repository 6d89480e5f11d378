using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Tests.Sandbox.Keys;

[Trait("Kind", "Unit")]
public sealed class SandboxKeysTests
{
    public static TheoryData<string> Slugs => ["deepgram", "soniox", "assemblyai", "openai", "grok", "compatible", "elevenlabs", "hume", "telnyx"];

    [Theory]
    [MemberData(nameof(Slugs))]
    public void Every_provider_has_a_key_for_each_state(string slug)
    {
        Assert.Equal(SandboxKeyState.Valid, SandboxKeys.Check(slug, SandboxKeys.Valid(slug)));
        Assert.Equal(SandboxKeyState.WithoutCredit, SandboxKeys.Check(slug, SandboxKeys.WithoutCredit(slug)));
        Assert.Equal(SandboxKeyState.Limited, SandboxKeys.Check(slug, SandboxKeys.Limited(slug)));
        Assert.Equal(SandboxKeyState.RateLimited, SandboxKeys.Check(slug, SandboxKeys.RateLimited(slug)));
        Assert.Equal(SandboxKeyState.Invalid, SandboxKeys.Check(slug, "something else"));
        Assert.Equal(SandboxKeyState.Missing, SandboxKeys.Check(slug, ""));
        Assert.Equal(SandboxKeyState.Invalid, SandboxKeys.Check(slug, SandboxKeys.Valid(slug == "openai" ? "grok" : "openai")));
    }

    [Theory]
    [InlineData("deepgram", "^[0-9a-f]{40}$")]
    [InlineData("assemblyai", "^[0-9a-f]{32}$")]
    [InlineData("openai", "^sk-proj-[A-Za-z0-9]{20,}$")]
    [InlineData("grok", "^xai-[A-Za-z0-9]{70,}$")]
    [InlineData("elevenlabs", "^sk_[0-9a-f]{48}$")]
    [InlineData("hume", "^[A-Za-z0-9]{40,50}$")]
    [InlineData("soniox", "^[a-z0-9]{64}$")]
    [InlineData("telnyx", "^KEY[A-Za-z0-9_]{40,}$")]
    public void A_key_has_the_shape_of_a_real_one(string slug, string shape) => Assert.Matches(shape, SandboxKeys.Valid(slug));

    [Fact]
    public void An_unknown_provider_is_refused_by_name() =>
        Assert.Contains("deepgram", Assert.Throws<ArgumentOutOfRangeException>(() => SandboxKeys.Valid("acme")).Message);
}
