using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VoiceAgent.Web.Hosting.Sessions;
using VoiceAgent.Web.Hosting.Settings;

namespace VoiceAgent.Tests.Web.Hosting.Sessions;

[Trait("Kind", "Unit")]
public sealed class CircuitLimitTests
{
    private readonly CircuitLimit _limit = new(Options.Create(new HostingOptions { CircuitsPerUser = 3 }), NullLogger<CircuitLimit>.Instance);

    [Fact]
    public void The_fourth_page_of_a_user_is_refused_until_another_one_is_closed()
    {
        var first = Enumerable.Range(1, 4).Select(page => _limit.TryEnter($"ada-{page}", "ada")).ToList();
        var others = _limit.TryEnter("grace-1", "grace");
        _limit.Leave("ada-4");
        var stillFull = _limit.TryEnter("ada-5", "ada");
        _limit.Leave("ada-1");
        _limit.Leave("ada-1");

        Assert.Equal([true, true, true, false], first);
        Assert.True(others);
        Assert.False(stillFull);
        Assert.True(_limit.TryEnter("ada-6", "ada"));
        Assert.False(_limit.TryEnter("ada-7", "ada"));
    }

    [Fact]
    public async Task Pages_that_come_and_go_at_once_are_counted_right()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), async (page, _) =>
        {
            await Task.Yield();
            if (_limit.TryEnter($"page-{page}", "ada"))
            {
                _limit.Leave($"page-{page}");
            }
        });

        Assert.Equal([true, true, true, false], Enumerable.Range(1, 4).Select(page => _limit.TryEnter($"after-{page}", "ada")));
    }
}
