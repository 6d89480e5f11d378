using System.Text.Json;
using VoiceAgent.Core.Keys.Legacy;

namespace VoiceAgent.Tests.Core.Keys.Legacy;

[Trait("Kind", "Unit")]
public sealed class ExtendedJsonTests
{
    [Theory]
    [InlineData("""{"$oid":"65a0000000000000000000ac"}""", "65a0000000000000000000ac")]
    [InlineData("\"plain\"", "plain")]
    [InlineData("17", "17")]
    [InlineData("""{"$numberLong":"17"}""", "17")]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    public void Ids_become_text(string json, string id) => Assert.Equal(id, ExtendedJson.Id(Parse(json)));

    [Theory]
    [InlineData("""{"$date":"2024-05-01T10:00:00Z"}""")]
    [InlineData("""{"$date":"2024-05-01T12:00:00.000+02:00"}""")]
    [InlineData("""{"$date":{"$numberLong":"1714557600000"}}""")]
    [InlineData("""{"$date":1714557600000}""")]
    [InlineData("\"2024-05-01T10:00:00\"")]
    [InlineData("1714557600")]
    [InlineData("1714557600.0")]
    [InlineData("1714557600000")]
    public void Moments_are_read_in_every_form(string json) =>
        Assert.Equal(new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.Zero), ExtendedJson.Moment(Parse(json))?.ToUniversalTime());

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("\"soon\"")]
    [InlineData("""{"$date":"soon"}""")]
    [InlineData("""{"$date":{"$numberLong":"99999999999999999"}}""")]
    public void What_is_no_moment_is_none(string json) => Assert.Null(ExtendedJson.Moment(Parse(json)));

    [Theory]
    [InlineData("\"gAAAA\"", "gAAAA")]
    [InlineData("null", null)]
    [InlineData("""{"$binary":{"base64":"Z0FBQUE=","subType":"00"}}""", "gAAAA")]
    [InlineData("""{"$binary":{"base64":"/w==","subType":"00"}}""", ExtendedJson.NotText)]
    [InlineData("17", ExtendedJson.NotText)]
    [InlineData("[]", ExtendedJson.NotText)]
    public void Tokens_are_text_or_the_bytes_of_text(string json, string? text) => Assert.Equal(text, ExtendedJson.Text(Parse(json)));

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
