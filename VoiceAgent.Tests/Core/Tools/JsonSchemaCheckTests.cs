using System.Text.Json;
using VoiceAgent.Core.Tools.Running;

namespace VoiceAgent.Tests.Core.Tools;

[Trait("Kind", "Unit")]
public sealed class JsonSchemaCheckTests
{
    [Theory]
    [InlineData("""{"type":"object"}""", "{}", null)]
    [InlineData("""{"type":"object"}""", "[]", "the arguments must be of type object.")]
    [InlineData("""{"required":["day"]}""", "{}", "day is missing.")]
    [InlineData("""{"properties":{"day":{"type":"string"}}}""", """{"day":3}""", "day must be of type string.")]
    [InlineData("""{"properties":{"n":{"type":["integer","null"]}}}""", """{"n":null}""", null)]
    [InlineData("""{"properties":{"n":{"type":"integer"}}}""", """{"n":2.0}""", null)]
    [InlineData("""{"properties":{"n":{"type":"integer"}}}""", """{"n":2.5}""", "n must be of type integer.")]
    [InlineData("""{"properties":{"n":{"minimum":1,"maximum":9}}}""", """{"n":10}""", "n must be between 1 and 9.")]
    [InlineData("""{"properties":{"n":{"exclusiveMinimum":1}}}""", """{"n":1}""", "n must be strictly at least 1.")]
    [InlineData("""{"properties":{"day":{"enum":["mon","tue"]}}}""", """{"day":"sun"}""", "day must be one of \"mon\", \"tue\".")]
    [InlineData("""{"properties":{"day":{"const":"mon"}}}""", """{"day":"sun"}""", "day must be \"mon\".")]
    [InlineData("""{"properties":{},"additionalProperties":false}""", """{"x":1}""", "x is not allowed.")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", """{"x":1}""", "x must be of type string.")]
    [InlineData("""{"properties":{"s":{"minLength":2}}}""", """{"s":"a"}""", "s must have at least 2 characters.")]
    [InlineData("""{"properties":{"s":{"pattern":"^[0-9]+$"}}}""", """{"s":"a"}""", "s must match ^[0-9]+$.")]
    [InlineData("""{"properties":{"s":{"pattern":"("}}}""", """{"s":"a"}""", null)]
    [InlineData("""{"properties":{"l":{"items":{"type":"string"}}}}""", """{"l":["a",1]}""", "l[1] must be of type string.")]
    [InlineData("""{"properties":{"l":{"maxItems":1}}}""", """{"l":[1,2]}""", "l must have at most 1 items.")]
    [InlineData("""{"properties":{"o":{"properties":{"d":{"type":"string"}}}}}""", """{"o":{"d":1}}""", "o.d must be of type string.")]
    [InlineData("""{"properties":{"v":{"anyOf":[{"type":"string"},{"type":"number"}]}}}""", """{"v":true}""", "v must be of type string.")]
    [InlineData("""{"properties":{"v":{"oneOf":[{"type":"string"},{"minLength":0}]}}}""", """{"v":"a"}""", "v fits more than one of the alternatives.")]
    [InlineData("""{"properties":{"v":{"not":{"type":"string"}}}}""", """{"v":"a"}""", "v is not allowed.")]
    [InlineData("""{"properties":{"v":{"$ref":"#/$defs/day"}},"$defs":{"day":{"type":"string"}}}""", """{"v":1}""", "v must be of type string.")]
    [InlineData("""{"$ref":"#"}""", """{"v":1}""", null)]
    [InlineData("""{"x-anything":[]}""", """{"v":1}""", null)]
    public void The_first_thing_that_does_not_fit_is_named(string schema, string value, string? problem) =>
        Assert.Equal(problem, JsonSchemaCheck.FindProblem(JsonElement.Parse(schema), JsonElement.Parse(value)));

    [Theory]
    [InlineData("", """{"a":{"b":[1,2]}}""")]
    [InlineData("/a/b/1", "2")]
    [InlineData("/a/b/2", null)]
    [InlineData("/x~1y", null)]
    [InlineData("a", null)]
    public void A_pointer_finds_its_place(string pointer, string? found) =>
        Assert.Equal(found, JsonPointer.Find(JsonElement.Parse("""{"a":{"b":[1,2]}}"""), pointer)?.GetRawText());

    [Fact]
    public void Equal_arguments_are_written_the_same() => Assert.Equal(
        CanonicalJson.Write(JsonElement.Parse("""{"b":[1,{"d":2,"c":3}],"a":"x"}""")),
        CanonicalJson.Write(JsonElement.Parse("""{ "a":"x", "b":[1, {"c":3,"d":2}] }""")));
}
