using Microsoft.Extensions.Logging.Abstractions;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Core.Calls;

/// <summary>On the real clock and pool, because it is about the thread that asks.</summary>
[Trait("Kind", "Unit")]
public sealed class CallSessionEndTests
{
    [Fact]
    public async Task A_call_that_a_page_ends_does_not_go_on_in_the_page()
    {
        using var media = new LoopbackMediaStream(TimeProvider.System);
        var page = new PageContext();
        var isListening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var session = new CallSession(Setup(media, () => isListening.TrySetResult()), TimeProvider.System, NullLogger<CallSession>.Instance);
        var running = Task.Factory.StartNew(() => session.RunAsync(CancellationToken.None), CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default).Unwrap();
        await isListening.Task;

        var asking = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(page);
            session.End(CallEndReason.HungUpByUser);
            page.IsKept = SynchronizationContext.Current == page;
        });
        asking.Start();
        asking.Join();

        Assert.Equal(CallEndReason.HungUpByUser, (await running).EndReason);
        Assert.Equal((0, true), (page.Posts, page.IsKept));
    }

    private static CallSessionSetup Setup(LoopbackMediaStream media, Action published)
    {
        var agent = new Agent { Id = AgentId.New(), AccountId = AccountId.New(), Name = "Nobody", Instructions = "Listen.", Greeting = string.Empty, CreatedAt = default, UpdatedAt = default };
        return new CallSessionSetup
        {
            Call = new Call
            {
                Id = CallId.New(),
                AccountId = agent.AccountId,
                AgentId = agent.Id,
                Direction = CallDirection.Inbound,
                CallControlId = "control",
                StartedAt = DateTimeOffset.UnixEpoch,
                Providers = [ProviderName.Deepgram],
            },
            Agent = agent,
            Media = media,
            SpeechToText = new ScriptedSpeechToText(TimeProvider.System),
            LanguageModel = new ScriptedLanguageModel(TimeProvider.System),
            TextToSpeech = new ScriptedTextToSpeech(TimeProvider.System),
            Incidents = new CallIncidents(TimeProvider.System),
            Liveness = new LivenessOptions(),
            PreparedLines = new PreparedLines(),
            Tools = new CallTools([], new ToolOptions()),
            VoiceActivity = new EnergyVoiceActivityDetectors(),
            HangUpAsync = async _ => await Task.Yield(),
            Publish = _ => published(),
        };
    }

    private sealed class PageContext : SynchronizationContext
    {
        private int _posts;

        public int Posts => _posts;

        public bool IsKept { get; set; }

        public override void Post(SendOrPostCallback d, object? state)
        {
            Interlocked.Increment(ref _posts);
            base.Post(d, state);
        }
    }
}
