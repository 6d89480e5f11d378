using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace VoiceAgent.Benchmarks.Relay;

/// <summary>
/// What the frames of calls cost a process that does nothing with them, by the runtime's WebSockets as calls use them and by its bare TCP
/// sockets: the floor under the processor time of a call-minute, which is that of the caller's audio only. One core for the relay, another for
/// callers and recogniser, by <c>taskset</c>: <c>-- relay [--calls 100] [--seconds 20] [--json FILE|-]</c>.
/// </summary>
internal static class RelayMeasurement
{
    private const string RelayCore = "0";
    private const string LoadCore = "1";
    private const int Slots = 20;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        var calls = int.Parse(JsonTarget.Option(options, "--calls") ?? "100", CultureInfo.InvariantCulture);
        var seconds = int.Parse(JsonTarget.Option(options, "--seconds") ?? "20", CultureInfo.InvariantCulture);
        using (var pin = Process.Start(Silent("taskset", ["-a", "-c", "-p", LoadCore, $"{Environment.ProcessId}"]))!)
        {
            await pin.WaitForExitAsync();
        }

        var webSockets = await MeasureAsync("websocket", calls, TimeSpan.FromSeconds(seconds));
        var tcp = await MeasureAsync("tcp", calls, TimeSpan.FromSeconds(seconds));
        JsonTarget.Write(new { calls, seconds, webSockets, tcp }, options);
        return 0;
    }

    private static async Task<RelayResult> MeasureAsync(string name, int calls, TimeSpan duration)
    {
        var wire = RelayServer.Wire(name);
        var lags = new List<double>[calls];
        var isMeasuring = false;
        var heard = -1;
        await using var recogniser = await wire.ListenAsync(connection => HearAsync(connection, lags[Interlocked.Increment(ref heard)] = [], () => Volatile.Read(ref isMeasuring)));
        var start = Silent("taskset", ["-c", RelayCore, Environment.ProcessPath!, RelayServer.Argument, name, recogniser.Address.ToString()]);
        using var relay = Process.Start(start) ?? throw new InvalidOperationException("The relay did not start.");
        var address = new Uri(await relay.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The relay did not start."));
        var connections = new List<IRelayConnection>();
        for (var call = 0; call < calls; call++)
        {
            connections.Add(await wire.ConnectAsync(address, sendsText: true));
        }

        using var line = new RelayLine(wire, connections, Slots);
        await Task.Delay(WarmUp, TimeProvider.System);
        var (user, system) = Used(relay);
        var began = TimeProvider.System.GetTimestamp();
        Volatile.Write(ref isMeasuring, true);
        await Task.Delay(duration, TimeProvider.System);
        Volatile.Write(ref isMeasuring, false);
        var minutes = TimeProvider.System.GetElapsedTime(began).TotalMinutes * calls;
        var (userAfter, systemAfter) = Used(relay);
        line.Dispose();
        connections.ForEach(connection => connection.Dispose());
        relay.StandardInput.Close();
        await relay.WaitForExitAsync();
        var sorted = lags.SelectMany(list => list ?? []).Order().ToList();
        return new RelayResult(
            double.Round((userAfter - user + systemAfter - system) / minutes, 3),
            double.Round((systemAfter - system) / minutes, 3),
            sorted.Count,
            [Percentile(sorted, 0.5), Percentile(sorted, 0.95), Percentile(sorted, 0.99)]);
    }

    private static async Task HearAsync(IRelayConnection connection, List<double> lags, Func<bool> isMeasuring)
    {
        var buffer = new byte[1024];
        try
        {
            while (await connection.ReceiveAsync(buffer) > 0)
            {
                if (isMeasuring())
                {
                    lags.Add(TimeProvider.System.GetElapsedTime(RelayFrame.StampOf(buffer)).TotalMilliseconds);
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or SocketException)
        {
            // The run is over.
        }
    }

    private static double Percentile(List<double> sorted, double share) => sorted.Count == 0 ? 0 : double.Round(sorted[(int)(share * (sorted.Count - 1))], 3);

    private static (double User, double System) Used(Process process)
    {
        process.Refresh();
        return (process.UserProcessorTime.TotalSeconds, process.PrivilegedProcessorTime.TotalSeconds);
    }

    private static ProcessStartInfo Silent(string program, IReadOnlyList<string> arguments) => new(program, arguments)
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    };
}

/// <param name="CpuSecondsPerCallMinute">User and system time of the relay.</param>
/// <param name="OfThatSystem">The kernel's part.</param>
/// <param name="Frames">Arrived while it was measured.</param>
/// <param name="FrameLagMs">From the caller's side to the recogniser: p50, p95, p99.</param>
internal sealed record RelayResult(double CpuSecondsPerCallMinute, double OfThatSystem, int Frames, IReadOnlyList<double> FrameLagMs);
