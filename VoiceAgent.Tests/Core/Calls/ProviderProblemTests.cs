using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Core.Calls;

[Trait("Kind", "Unit")]
public sealed class ProviderProblemTests
{
    public static TheoryData<ProviderErrorKind> Kinds => [.. Enum.GetValues<ProviderErrorKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_names_the_provider_and_says_what_to_do(ProviderErrorKind kind)
    {
        var text = ProviderProblem.Describe(new ProviderFailure(ProviderCategory.LanguageModel, ProviderName.Grok, kind));

        Assert.StartsWith("Grok (xAI) ", text, StringComparison.Ordinal);
        Assert.Matches("(Test or replace|Add credit|Raise the limit|Try again|Check the model)", text);
    }

    [Fact]
    public void A_provider_nobody_knows_is_named_by_its_part()
    {
        var text = ProviderProblem.Describe(new ProviderFailure(ProviderCategory.TextToSpeech, null, ProviderErrorKind.Timeout));

        Assert.StartsWith("The text-to-speech provider stopped answering", text, StringComparison.Ordinal);
    }
}
