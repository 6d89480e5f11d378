using System.Net;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Tools.Outbound;
using VoiceAgent.Core.Tools.Running;

namespace VoiceAgent.Tests.Core.Tools;

[Trait("Kind", "Unit")]
public sealed class OutboundTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("203.0.113.9", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd12:3456::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("2001::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:7f00:1::", false)]
    public void Only_addresses_of_the_public_internet_are_public(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://shop.example.com/orders", null)]
    [InlineData("http://shop.example.com/orders", "https")]
    [InlineData("ftp://shop.example.com/orders", "https")]
    [InlineData("https://user:word@shop.example.com/", "secret header")]
    [InlineData("https://127.0.0.1/", "public internet")]
    [InlineData("https://[::1]/", "public internet")]
    [InlineData("https://0x7f000001/", "public internet")]
    [InlineData("https://2130706433/", "public internet")]
    [InlineData("http://crm.internal:8080/x", null)]
    [InlineData("http://crm.internal:8081/x", "https")]
    public void An_address_is_judged_before_anything_is_sent(string address, string? problem)
    {
        var options = new ToolOptions();
        options.AllowedPrivateHosts.Add("crm.internal:8080");
        using var outbound = new OutboundHttp(Options.Create(options));
        var found = outbound.FindProblem(new Uri(address));

        if (problem is null)
        {
            Assert.Null(found);
        }
        else
        {
            Assert.Contains(problem, found, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    public async Task A_name_that_leads_to_a_private_address_is_not_connected_to(string address)
    {
        using var outbound = new OutboundHttp(Options.Create(new ToolOptions()), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]));

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => outbound.Client.GetAsync(new Uri("https://rebound.example.com/"), TestContext.Current.CancellationToken));

        Assert.IsType<OutboundRefusedException>(exception.InnerException);
    }
}
