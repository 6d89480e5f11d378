using System.Diagnostics.Metrics;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>
/// How late this process does what it should do now, as the mean of the last seconds: work and sockets that wait for a thread, pauses of the
/// garbage collector, a processor that somebody else uses. Every call is late by about as much at each of its steps. Thread-safe.
/// </summary>
public sealed class ServerLateness : BackgroundService
{
    /// <summary>How often it is measured.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // Long enough that a single pause does not count for much, short enough that calls of the same minute are refused in time.
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(3);

    private readonly TimeProvider _time;
    private long _mean;

    public ServerLateness(TimeProvider time, IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _time = time;
        meters.Create(TelephonyMetrics.MeterName).CreateObservableGauge("voiceagent.server.lateness", () => Mean.TotalMilliseconds, "ms");
    }

    /// <summary>Zero until it is measured.</summary>
    public TimeSpan Mean => new(Volatile.Read(ref _mean));

    /// <summary>Something came late, or not. For one caller at a time.</summary>
    /// <param name="late">By how much; below zero is not late.</param>
    /// <param name="since">Since the last time: what took longer counts for more.</param>
    internal void Note(TimeSpan late, TimeSpan since)
    {
        var share = Math.Clamp(since / Span, 0, 1);
        var mean = Mean + (share * ((late < TimeSpan.Zero ? TimeSpan.Zero : late) - Mean));
        Volatile.Write(ref _mean, mean.Ticks);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        SelfConnection? connection = null;
        try
        {
            while (true)
            {
                var began = _time.GetTimestamp();
                await Task.Delay(Interval, _time, stoppingToken);
                var woken = _time.GetTimestamp();
                try
                {
                    // Sockets are served by other threads than timers, and either may be late alone.
                    connection ??= await SelfConnection.OpenAsync(stoppingToken);
                    await connection.EchoAsync(stoppingToken);
                }
                catch (SocketException)
                {
                    // No descriptor is free, or there is no loopback: the next time tells more.
                    connection?.Dispose();
                    connection = null;
                }

                var late = _time.GetElapsedTime(began, woken) - Interval;
                var socketLate = _time.GetElapsedTime(woken);
                Note(late > socketLate ? late : socketLate, _time.GetElapsedTime(began));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
        finally
        {
            connection?.Dispose();
        }
    }
}
