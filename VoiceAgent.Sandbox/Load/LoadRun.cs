using System.Net.Http.Json;
using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Cli;
using VoiceAgent.Sandbox.Load.Callers;
using VoiceAgent.Sandbox.Telnyx;

namespace VoiceAgent.Sandbox.Load;

/// <summary>Makes calls to one server and reports what they showed. One run at a time.</summary>
/// <param name="simulators">What the server's providers are.</param>
/// <param name="app">The server.</param>
/// <param name="processId">Its process; null asks the server.</param>
/// <param name="time">Clock.</param>
internal sealed class LoadRun(LoadSimulators simulators, Uri app, int? processId, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RingLimit = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = app, Timeout = TimeSpan.FromMinutes(1) };
    private CallerSpeech? _speech;
    private string? _number;

    public void Dispose() => _http.Dispose();

    /// <exception cref="LoadException">The server is not there or not in sandbox mode.</exception>
    public async Task<LoadReport> RunAsync(LoadPlan plan, CancellationToken cancellationToken)
    {
        _number ??= await PrepareAsync(cancellationToken);
        _speech ??= await CallerSpeech.MakeAsync(simulators.Server.Voice, cancellationToken);
        simulators.Times.Clear();
        var setting = new LoadSetting { Turns = plan.Turns, AtLeast = plan.AtLeast, Speech = _speech, Times = simulators.Times, Tally = new LoadTally() };
        using var line = new LoadLine(time);
        using var limit = new CancellationTokenSource(plan.Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var calls = Enumerable.Range(0, plan.Calls).Select(number => new LoadCall(number, setting, time)).ToList();
        var before = await ProcessUse.ReadAsync(_http, processId, cancellationToken);
        var ownBefore = ProcessUse.Read(Environment.ProcessId);
        var began = time.GetTimestamp();
        var running = StartAsync(calls, line, plan, either.Token);
        var memory = new List<long>();
        while (!running.IsCompleted)
        {
            await Task.WhenAny(running, Task.Delay(SampleEvery, time, CancellationToken.None));
            if (before is not null && !running.IsCompleted && ProcessUse.Read(processId ?? before.Managed!.ProcessId) is { } now)
            {
                memory.Add(now.RssKiB);
            }
        }

        await running;
        var after = await ProcessUse.ReadAsync(_http, processId, CancellationToken.None);
        var took = time.GetElapsedTime(began);
        cancellationToken.ThrowIfCancellationRequested();
        calls.ForEach(call => call.Dispose());
        var use = new LoadUse(before, after, memory, ownBefore, ProcessUse.Read(Environment.ProcessId), took);
        return LoadResult.Of(calls, setting, line, use, time);
    }

    private async Task<string> PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.PostAsync(new Uri("sandbox/demo?agent=load", UriKind.Relative), content: null, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                throw new LoadException(
                    $"The server at {app} cannot be measured: HTTP {(int)answer.StatusCode}. Start it with --Sandbox:Enabled=true and --Sandbox:Address={simulators.Server.Address}.");
            }

            var demo = await answer.Content.ReadFromJsonAsync(ClientJson.Default.DemoAccount, cancellationToken);
            return demo!.Sandbox.Port == simulators.Server.Address.Port
                ? demo.Number
                : throw new LoadException($"The server at {app} uses another sandbox. Start it with --Sandbox:Address={simulators.Server.Address}.");
        }
        catch (HttpRequestException unreachable)
        {
            throw new LoadException($"The server at {app} cannot be reached: {unreachable.Message}");
        }
    }

    private async Task StartAsync(IReadOnlyList<LoadCall> calls, LoadLine line, LoadPlan plan, CancellationToken cancellationToken)
    {
        var running = new List<Task>(calls.Count);
        var began = time.GetTimestamp();
        foreach (var call in calls)
        {
            var wait = TimeSpan.FromSeconds((double)running.Count / plan.CallsPerSecond) - time.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, CancellationToken.None);
            }

            running.Add(plan.IsUnannounced ? OpenAsync(call, line, cancellationToken) : RingAsync(call, line, cancellationToken));
        }

        await Task.WhenAll(running);
    }

    private Task OpenAsync(LoadCall call, LoadLine line, CancellationToken cancellationToken)
    {
        var media = new UriBuilder(app) { Scheme = "ws", Path = "/media/telnyx" }.Uri;
        return call.RunAsync(media, token: null, $"load-{call.Number}-{Guid.NewGuid():N}", line, cancellationToken);
    }

    private async Task RingAsync(LoadCall call, LoadLine line, CancellationToken cancellationToken)
    {
        var ring = new CallIn($"+1202555{call.Number:D4}", _number!, AudioFormat.Pcmu, RingLimit)
        {
            CarryAsync = async (carried, request, _) =>
            {
                await call.RunAsync(request.Url, request.AuthToken, carried.ControlId, line, cancellationToken);
                carried.TryEnd(CallEnding.CallerHungUp);
            },
        };
        await simulators.Server.Telnyx.CallInAsync(ring, caller: null, cancellationToken);
    }
}

/// <summary>What to run.</summary>
internal sealed record LoadPlan(int Calls, int Turns)
{
    /// <summary>Calls go on with further turns until they have lasted so long.</summary>
    public TimeSpan AtLeast { get; init; }

    /// <summary>Opens calls straight on the media socket.</summary>
    public bool IsUnannounced { get; init; }

    public int CallsPerSecond { get; init; } = 25;

    /// <summary>Whatever has not ended by then is broken off: a turn takes eight seconds as a rule, and fifteen at the worst.</summary>
    public TimeSpan Limit => TimeSpan.FromSeconds(30 + (15 * Turns) + ((double)Calls / CallsPerSecond)) + AtLeast;
}

/// <summary>What server and generator used.</summary>
internal sealed record LoadUse(ProcessUse? Before, ProcessUse? After, IReadOnlyList<long> RssKiB, ProcessUse? OwnBefore, ProcessUse? OwnAfter, TimeSpan Took);
