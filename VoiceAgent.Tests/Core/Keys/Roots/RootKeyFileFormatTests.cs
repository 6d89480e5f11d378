using System.Text;
using VoiceAgent.Core.Keys.Roots;

namespace VoiceAgent.Tests.Core.Keys.Roots;

[Trait("Kind", "Unit")]
public sealed class RootKeyFileFormatTests
{
    private const string Zeros = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private const string Ones = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    [Fact]
    public void A_file_with_two_keys_is_read()
    {
        var (ring, problem) = Parse($$"""{"active":"b","keys":[{"kid":"a","key":"{{Zeros}}","created":"2026-05-01"},{"kid":"b","key":"{{Ones}}"}]}""");

        Assert.Null(problem);
        Assert.Equal("b", ring!.Active.Id);
        Assert.Equal(["a", "b"], ring.Keys.Select(key => key.Id));
        Assert.Equal(TestVault.Ring("b", ("b", 1)).Active.CheckValue, ring.Active.CheckValue);
        ring.Dispose();
    }

    [Fact]
    public void A_key_may_be_written_in_hexadecimal_digits()
    {
        var (ring, problem) = Parse($$"""{"active":"b","keys":[{"kid":"b","key":"{{new string('0', 63)}}1"}]}""");

        Assert.Null(problem);
        using var expected = new RootKey("b", [.. new byte[31], 1]);
        Assert.Equal(expected.CheckValue, ring!.Active.CheckValue);
        ring.Dispose();
    }

    [Fact]
    public void A_made_file_is_read_back_and_never_the_same_twice()
    {
        var now = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
        var (first, problem) = RootKeyFileFormat.Parse(RootKeyFileFormat.Generate(now));
        var (second, _) = RootKeyFileFormat.Parse(RootKeyFileFormat.Generate(now));

        Assert.Null(problem);
        Assert.Equal("2026-11", first!.Active.Id);
        Assert.NotEqual(first.Active.CheckValue, second!.Active.CheckValue);
        first.Dispose();
        second.Dispose();
    }

    [Theory]
    [InlineData("", "complete JSON")]
    [InlineData("not json at all", "complete JSON")]
    [InlineData("""{"active":"a","keys":[{"kid":"a","ke""", "complete JSON")]
    [InlineData("[]", "no list \"keys\"")]
    [InlineData("{}", "no list \"keys\"")]
    [InlineData("""{"active":"a","keys":[]}""", "\"active\"")]
    [InlineData($$"""{"active":"b","keys":[{"kid":"a","key":"{{Zeros}}"}]}""", "\"active\"")]
    [InlineData($$"""{"keys":[{"kid":"a","key":"{{Zeros}}"}]}""", "\"active\"")]
    [InlineData($$"""{"active":"a","keys":[{"kid":"a","key":"{{Zeros}}"},{"kid":"a","key":"{{Ones}}"}]}""", "twice")]
    [InlineData($$"""{"active":"a","keys":[{"key":"{{Zeros}}"}]}""", "no \"kid\"")]
    [InlineData($$"""{"active":"a b","keys":[{"kid":"a b","key":"{{Zeros}}"}]}""", "no \"kid\"")]
    [InlineData("""{"active":"a","keys":[{"kid":"a"}]}""", "exactly 32 bytes")]
    [InlineData("""{"active":"a","keys":[{"kid":"a","key":7}]}""", "exactly 32 bytes")]
    [InlineData("""{"active":"a","keys":[{"kid":"a","key":"c2hvcnQ="}]}""", "exactly 32 bytes")]
    [InlineData("""{"active":"a","keys":[{"kid":"a","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]}""", "exactly 32 bytes")]
    [InlineData("""{"active":"a","keys":[{"kid":"a","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB="}]}""", "exactly 32 bytes")]
    [InlineData("""{"active":"a","keys":[{"kid":"a","key":" AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}]}""", "exactly 32 bytes")]
    [InlineData("""{"active":"a","keys":[{"kid":"a","key":"000000000000000000000000000000000000000000000000000000000000000"}]}""", "exactly 32 bytes")]
    [InlineData("""{"active":"a","keys":[{"kid":"a","key":"00000000000000000000000000000000000000000000000000000000000000zz"}]}""", "exactly 32 bytes")]
    [InlineData("""{"active":"a","keys":[{"kid":"a","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\u0041="}]}""", "exactly 32 bytes")]
    public void Anything_else_is_refused_with_the_reason(string text, string reason)
    {
        var (ring, problem) = Parse(text);

        Assert.Null(ring);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_of_a_good_file_is_refused()
    {
        var text = RootKeyFileFormat.Generate(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));

        for (var length = 0; length < text.Length; length++)
        {
            Assert.Null(RootKeyFileFormat.Parse(text.AsMemory(0, length)).Ring);
        }
    }

    [Fact]
    public void A_reason_repeats_nothing_of_a_key()
    {
        var (_, problem) = Parse("""{"active":"a","keys":[{"kid":"a","key":"VGhpcyBpcyBzZWNyZXQ="}]}""");

        Assert.DoesNotContain("VGhpcyBpcyBzZWNyZXQ", problem, StringComparison.Ordinal);
    }

    private static (RootKeyRing? Ring, string? Problem) Parse(string text) => RootKeyFileFormat.Parse(Encoding.UTF8.GetBytes(text));
}
