using System.Text.Json.Nodes;
using VoiceAgent.Core.Adapters.Chat;
using VoiceAgent.Core.LanguageModels;

namespace VoiceAgent.Tests.Adapters.Chat;

[Trait("Kind", "Unit")]
public sealed class ToolCallAssemblerTests
{
    [Fact]
    public void Fragments_of_several_calls_are_put_together_by_index() => Assert.Equal(
        [new ToolCall("call_A", "weather", """{"location":"Florence"}"""), new ToolCall("call_B", "now", "")],
        Assemble(
            """{"index":0,"id":"call_A","type":"function","function":{"name":"weather","arguments":""}}""",
            """{"index":0,"function":{"arguments":"{\"location\""}}""",
            """{"index":1,"id":"call_B","type":"function","function":{"name":"now","arguments":""}}""",
            """{"index":0,"function":{"arguments":":\"Florence\"}"}}"""));

    [Fact]
    public void A_new_id_begins_a_new_call_where_the_index_says_nothing() => Assert.Equal(
        [new ToolCall("a", "first", "{}"), new ToolCall("b", "second", """{"x":1}""")],
        Assemble(
            """{"index":0,"id":"a","function":{"name":"first","arguments":"{}"}}""",
            """{"index":0,"id":"b","function":{"name":"second","arguments":{"x":1}}}"""));

    [Fact]
    public void A_call_without_an_id_is_given_one_and_one_without_a_name_is_none()
    {
        var calls = Assemble("""{"function":{"name":"first","arguments":"{}"}}""", """{"index":5,"id":"x","function":{"arguments":"{}"}}""");

        Assert.StartsWith("call_", Assert.Single(calls).Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("""{"a":1}""", true)]
    [InlineData("""{"a":1""", false)]
    [InlineData("[1]", false)]
    [InlineData("sure, here you are", false)]
    public void Arguments_may_be_anything(string arguments, bool areRead) =>
        Assert.Equal(areRead, new ToolCall("a", "b", arguments).TryReadArguments(out _));

    private static IReadOnlyList<ToolCall> Assemble(params string[] pieces)
    {
        var assembler = new ToolCallAssembler();
        foreach (var piece in pieces)
        {
            assembler.Add(JsonNode.Parse(piece)!.AsObject());
        }

        return assembler.Take();
    }
}
