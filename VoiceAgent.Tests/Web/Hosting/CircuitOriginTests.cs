using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using VoiceAgent.Web.Hosting.Security;

namespace VoiceAgent.Tests.Web.Hosting;

[Trait("Kind", "Unit")]
public sealed class CircuitOriginTests
{
    [Theory]
    [InlineData("http://voice.example", "voice.example")]
    [InlineData("https://voice.example", "voice.example")]
    [InlineData("https://VOICE.example", "voice.EXAMPLE")]
    [InlineData("https://voice.example", "voice.example:443")]
    [InlineData("http://127.0.0.1:5080", "127.0.0.1:5080")]
    [InlineData("http://[::1]:5080", "[::1]:5080")]
    public void The_same_host_and_port_is_ours(string origin, string host) => Assert.True(CircuitOrigin.IsOwn(origin, new HostString(host)));

    [Theory]
    [InlineData("https://evil.example", "voice.example")]
    [InlineData("https://voice.example.evil.example", "voice.example")]
    [InlineData("https://voice.example:8443", "voice.example")]
    [InlineData("http://127.0.0.1:5081", "127.0.0.1:5080")]
    [InlineData("null", "voice.example")]
    [InlineData("", "voice.example")]
    [InlineData("file:///", "voice.example")]
    public void Anything_else_is_not(string origin, string host) => Assert.False(CircuitOrigin.IsOwn(origin, new HostString(host)));

    [Fact]
    public void Two_origins_are_not() =>
        Assert.False(CircuitOrigin.IsOwn(new StringValues(["https://voice.example", "https://evil.example"]), new HostString("voice.example")));

    [Fact]
    public void No_origin_is_no_browser() => Assert.True(CircuitOrigin.IsOwn(StringValues.Empty, new HostString("voice.example")));
}
