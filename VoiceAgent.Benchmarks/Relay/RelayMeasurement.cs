using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using VoiceAgent.Sandbox.Load;

namespace VoiceAgent.Benchmarks.Relay;

/// <summary>
/// What the frames of calls cost a process that does nothing with them, by the runtime's WebSockets as calls use them, by its bare TCP
/// sockets, and by the kernel's calls alone: the floor under the processor time of a call-minute, which is that of the caller's audio only. One core for the relay, with the
/// server's runtime settings, another for callers and recogniser, by <c>taskset</c>: <c>-- relay [--calls 100] [--seconds 20] [--json FILE|-]</c>.
/// </summary>
internal static class RelayMeasurement
{
    private const string RelayCore = "0";
    private const string LoadCore = "1";
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        var calls = int.Parse(JsonTarget.Option(options, "--calls") ?? "100", CultureInfo.InvariantCulture);
        var seconds = int.Parse(JsonTarget.Option(options, "--seconds") ?? "20", CultureInfo.InvariantCulture);
        await PinAsync(Environment.ProcessId, LoadCore);
        var webSockets = await MeasureAsync("websocket", calls, TimeSpan.FromSeconds(seconds));
        var tcp = await MeasureAsync("tcp", calls, TimeSpan.FromSeconds(seconds));
        var kernel = await MeasureAsync(RelayServer.Kernel, calls, TimeSpan.FromSeconds(seconds));
        JsonTarget.Write(new { calls, seconds, webSockets, tcp, kernel }, options);
        return 0;
    }

    private static async Task<RelayResult> MeasureAsync(string name, int calls, TimeSpan duration)
    {
        var wire = RelayServer.Wire(name);
        var lags = new Histogram();
        var isMeasuring = false;
        await using var recogniser = await wire.ListenAsync(connection => HearAsync(connection, lags, () => Volatile.Read(ref isMeasuring)));
        using var relay = Process.Start(Relay(name, recogniser.Address)) ?? throw new InvalidOperationException("The relay did not start.");
        await PinAsync(relay.Id, RelayCore);
        var address = new Uri(await relay.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The relay did not start."));
        var connections = new List<IRelayConnection>();
        for (var call = 0; call < calls; call++)
        {
            connections.Add(await wire.ConnectAsync(address, sendsText: true));
        }

        using var line = new RelayLine(wire, connections);
        await Task.Delay(WarmUp, TimeProvider.System);
        var before = Used(relay);
        var began = TimeProvider.System.GetTimestamp();
        Volatile.Write(ref isMeasuring, true);
        await Task.Delay(duration, TimeProvider.System);
        Volatile.Write(ref isMeasuring, false);
        var minutes = TimeProvider.System.GetElapsedTime(began).TotalMinutes * calls;
        var used = Used(relay) - before;
        line.Dispose();
        connections.ForEach(connection => connection.Dispose());
        relay.StandardInput.Close();
        await relay.WaitForExitAsync();
        return new RelayResult(double.Round(used / minutes, 3), lags.Count, lags.Summary());
    }

    private static async Task HearAsync(IRelayConnection connection, Histogram lags, Func<bool> isMeasuring)
    {
        var buffer = new byte[1024];
        try
        {
            while (await connection.ReceiveAsync(buffer) > 0)
            {
                if (isMeasuring())
                {
                    lags.Add(TimeProvider.System.GetElapsedTime(RelayFrame.StampOf(buffer)));
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or SocketException)
        {
            // The run is over.
        }
    }

    private static double Used(Process process) =>
        ProcessUse.Read(process.Id)?.CpuSeconds ?? throw new InvalidOperationException("The relay has ended.");

    private static async Task PinAsync(int processId, string core)
    {
        if (!await ServerProcess.PinAsync(processId, core, CancellationToken.None))
        {
            throw new InvalidOperationException("The cores cannot be chosen: taskset is not there, or there are no two cores.");
        }
    }

    private static ProcessStartInfo Relay(string name, Uri recogniser)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath!, [RelayServer.Argument, name, recogniser.ToString()])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        // As in VoiceAgent.Web.csproj.
        info.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        info.Environment["DOTNET_HillClimbing_Disable"] = "1";
        info.Environment["DOTNET_TC_QuickJit"] = "0";
        info.Environment["DOTNET_TieredPGO"] = "0";
        return info;
    }
}

/// <param name="CpuSecondsPerCallMinute">User and system time of the relay.</param>
/// <param name="Frames">Arrived while it was measured.</param>
/// <param name="FrameLagMs">From the caller's side to the recogniser.</param>
internal sealed record RelayResult(double CpuSecondsPerCallMinute, long Frames, LoadPercentiles FrameLagMs);
