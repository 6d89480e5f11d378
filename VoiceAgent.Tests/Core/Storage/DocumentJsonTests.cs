using System.Text.Json;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Core.Storage;

[Trait("Kind", "Unit")]
public sealed class DocumentJsonTests
{
    [Theory]
    [InlineData("2026-01-31T10:05:00+01:00", "2026-01-31T09:05:00.0000000Z")]
    [InlineData("2026-01-31T09:05:00.1234567Z", "2026-01-31T09:05:00.1234567Z")]
    [InlineData("2025-12-31T23:30:00-05:00", "2026-01-01T04:30:00.0000000Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000Z")]
    public void A_moment_has_one_stored_form(string moment, string stored)
    {
        var value = DateTimeOffset.Parse(moment);

        Assert.Equal($"\"{stored}\"", Write(value));
        Assert.Equal(value, JsonSerializer.Deserialize<DateTimeOffset>(Write(value), DocumentJson.Options));
        Assert.Equal($"{{\"at\":\"{stored}\"}}", Write(new { At = (DateTimeOffset?)value }));
    }

    [Fact]
    public void Names_are_camel_case_enums_and_ids_are_texts_and_nulls_are_written()
    {
        var id = new AccountId(new Guid("0192f0a0-0000-7000-8000-00000000abcd"));

        Assert.Equal(
            """{"accountId":"0192f0a000007000800000000000abcd","day":"Monday","nothing":null,"text":"Zoë <b> 日本"}""",
            Write(new { AccountId = id, Day = DayOfWeek.Monday, Nothing = (string?)null, Text = "Zoë <b> 日本" }));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("\uD83D\uDE42 whole pair")]
    [InlineData("tab\tquote\"backslash\\\u0001")]
    public void Storable_text_is_kept(string text) => Assert.Equal(text, JsonSerializer.Deserialize<string>(Write(text), DocumentJson.Options));

    [Fact]
    public void Text_that_no_database_holds_is_replaced_in_values_and_names()
    {
        // Attributes cannot carry half a surrogate pair, so this is no theory.
        (string Text, string Stored)[] cases = [("a\0b", "a\uFFFDb"), ("\uD83D", "\uFFFD"), ("x\uDE42\uD83Dy", "x\uFFFD\uFFFDy")];
        foreach (var (text, stored) in cases)
        {
            Assert.Equal(stored, JsonSerializer.Deserialize<string>(Write(text), DocumentJson.Options));
            Assert.Equal([stored], JsonSerializer.Deserialize<Dictionary<string, int>>(Write(new Dictionary<string, int> { [text] = 1 }), DocumentJson.Options)!.Keys);
        }
    }

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, DocumentJson.Options);
}
