using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Tests.Web.Hosting.Sessions;

[Trait("Kind", "Unit")]
public sealed class HostPrefixCookiesTests
{
    [Theory]
    [InlineData("Production", "https", "voice.example.com", true)]
    [InlineData("Production", "http", "voice.example.com", true)]
    [InlineData("Production", "http", "10.0.0.5:5080", true)]
    [InlineData("Production", "http", "127.0.0.1.example.com", true)]
    [InlineData("Production", "http", "127.0.0.1:5080", false)]
    [InlineData("Production", "http", "[::1]:5080", false)]
    [InlineData("Production", "http", "localhost:5080", false)]
    [InlineData("Development", "http", "10.0.0.5:5080", false)]
    [InlineData("Development", "https", "localhost", true)]
    public void Cookies_are_secure_and_bound_to_the_host_but_on_plain_loopback_and_in_development(string environment, string scheme, string host, bool isStrict)
    {
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection()
                .AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = environment })
                .BuildServiceProvider(),
        };
        context.Request.Scheme = scheme;
        context.Request.Host = new HostString(host);
        var cookies = new HostPrefixCookies();

        cookies.AppendResponseCookie(context, "session", "value", new CookieOptions { Path = "/", HttpOnly = true });

        Assert.Equal(
            isStrict ? "__Host-session=value; path=/; secure; httponly" : "session=value; path=/; httponly",
            context.Response.Headers.SetCookie.ToString());
        context.Request.Headers.Cookie = isStrict ? "session=planted; __Host-session=ours" : "session=ours";
        Assert.Equal("ours", cookies.GetRequestCookie(context, "session"));
    }
}
