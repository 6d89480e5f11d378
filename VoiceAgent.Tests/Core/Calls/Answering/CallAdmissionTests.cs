using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Core.Calls.Answering;

[Trait("Kind", "Unit")]
public sealed class CallAdmissionTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly CallsOptions _options = new();
    private readonly RecordingLogger<CallAdmission> _logger = new();
    private readonly Running _running = new();
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ServerLateness _lateness;
    private readonly CallAdmission _admission;

    public CallAdmissionTests()
    {
        _lateness = new ServerLateness(_time, _meters.GetRequiredService<IMeterFactory>());
        _admission = new CallAdmission(Options.Create(_options), _running, _lateness, _time, _logger);
    }

    public void Dispose()
    {
        _lateness.Dispose();
        _running.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public void A_server_that_is_late_takes_no_further_call_until_it_is_not_late_any_more()
    {
        Take(30);
        Late(milliseconds: 80);

        var refusal = _admission.Refuse(out var place);
        Assert.Equal(CallEndReason.ServerBusy, refusal?.Reason);
        Assert.Contains("The operator can", refusal?.Problem);
        Assert.Null(place);
        Assert.Equal(30, _admission.Taken);

        Late(milliseconds: 20);
        Take(1);
    }

    [Fact]
    public void Some_calls_are_always_taken()
    {
        Late(milliseconds: 10_000);
        Take(CallAdmission.AlwaysTaken);

        Assert.NotNull(_admission.Refuse(out _));
    }

    [Fact]
    public void Zero_refuses_none_for_being_late()
    {
        _options.MaxLateness = TimeSpan.Zero;
        Late(milliseconds: 10_000);
        Take(100);
    }

    [Fact]
    public void The_operator_is_told_once_a_minute()
    {
        Take(30);
        Late(milliseconds: 80);
        Refuse(5);
        Assert.Equal((LogLevel.Warning, "Calls are refused: with 30 calls everything comes 80 ms late on average (Calls:MaxLateness)", null), Assert.Single(_logger.Entries));

        _time.Advance(TimeSpan.FromSeconds(61));
        Refuse(5);
        Assert.Equal(2, _logger.Entries.Count);
    }

    [Fact]
    public void A_server_that_is_being_stopped_takes_none()
    {
        _running.StopApplication();

        Assert.Equal(CallEndReason.ServerShutdown, _admission.Refuse(out _)?.Reason);
        Assert.Equal(0, _admission.Taken);
    }

    private void Take(int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            Assert.Null(_admission.Refuse(out _));
        }
    }

    private void Refuse(int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            Assert.NotNull(_admission.Refuse(out _));
        }
    }

    private void Late(int milliseconds) => _lateness.Note(TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromMinutes(1));

    private sealed class Running : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
