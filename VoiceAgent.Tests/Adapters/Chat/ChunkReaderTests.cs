using System.Buffers;
using System.Text;
using VoiceAgent.Core.Adapters.Chat;
using VoiceAgent.Core.Adapters.OpenAI;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Adapters.Chat;

[Trait("Kind", "Unit")]
public sealed class ChunkReaderTests
{
    [Theory]
    [InlineData("""{"id":"1","model":"m","choices":[{"index":0,"delta":{"content":"Hello"},"logprobs":null,"finish_reason":null}],"usage":null}""", "\"Hello\"")]
    [InlineData("{\n \"choices\" : [ { \"delta\" : {\n \"role\":\"assistant\", \"content\" : \" a \\\"b\\\"\\n\\u00fc\" } } ]\n}", "\" a \\\"b\\\"\\n\\u00fc\"")]
    [InlineData("""{"choices":[{"delta":{"content":"first","x":[{"content":"no"}]},"y":{"delta":{"content":"no"}}},{"delta":{"content":"second"}}]}""", "\"first\"")]
    [InlineData("""{"choices":[{"delta":{"content":""}}]}""", "\"\"")]
    public void Of_a_chunk_of_words_only_the_words_are_given_on(string chunk, string content) =>
        Assert.Equal("""{"choices":[{"delta":{"content":""" + content + "}}]}", Written(chunk));

    [Theory]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":61}}""")]
    [InlineData("""{"choices":[{"delta":{"content":"x"}}],"usage":{"prompt_tokens":61}}""")]
    [InlineData("""{"choices":[{"delta":{"content":null,"role":"assistant"}}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"whole"}}]}""")]
    [InlineData("""{"choices":null}""")]
    [InlineData("""{"choices":[7]}""")]
    [InlineData("""{"choices":[{"delta":"x"}]}""")]
    [InlineData("""{"choices":[""")]
    [InlineData("[DONE]")]
    [InlineData("")]
    public void Whatever_else_a_chunk_tells_is_given_on_whole(string chunk) => Assert.Equal(chunk, Written(chunk));

    [Fact]
    public void A_chunk_over_several_lines_is_given_on_as_one() => Assert.Equal("""{ "choices": [] }""", Written("{\n\"choices\":\n[]\n}"));

    [Fact]
    public void A_refusal_is_said_and_an_error_is_trouble()
    {
        Assert.Equal("""{"choices":[{"delta":{"refusal":"No.","content":"No."}}]}""", Written("""{"choices":[{"delta":{"refusal":"No."}}]}"""));
        Assert.Equal(ProviderErrorKind.RateLimited, Assert.Throws<ProviderException>(() => Written("""{"error":{"code":"rate_limit_exceeded","message":"Slow down"}}""")).Kind);
    }

    private static string Written(string chunk)
    {
        var line = new ArrayBufferWriter<byte>();
        new ChunkReader(OpenAILanguageModel.Errors, new ToolCallAssembler()).Write(Encoding.UTF8.GetBytes(chunk), line);
        return Encoding.UTF8.GetString(line.WrittenSpan);
    }
}
