using System.Net.Sockets;
using System.Net.WebSockets;

namespace VoiceAgent.Benchmarks.Relay;

/// <summary>The least that a call does to each frame: take it from the carrier, give it to the recogniser. In a process of its own.</summary>
internal static class RelayServer
{
    /// <summary>The argument with which the process is started, followed by the wire's name and the recogniser's address.</summary>
    public const string Argument = "relay-server";

    /// <summary>The name of the relay that only <see cref="KernelRelay"/> is; callers and recogniser are on <see cref="TcpWire"/> then.</summary>
    public const string Kernel = "kernel";

    public static IRelayWire Wire(string name) => name is "websocket" ? new WebSocketWire() : new TcpWire();

    /// <summary>Relays until the standard input ends; prints its address.</summary>
    public static async Task<int> ServeAsync(string name, Uri recogniser)
    {
        if (name is Kernel)
        {
            return await KernelRelay.ServeAsync(recogniser);
        }

        var wire = Wire(name);
        await using var listener = await wire.ListenAsync(caller => RelayAsync(wire, caller, recogniser));
        Console.WriteLine(listener.Address);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static async Task RelayAsync(IRelayWire wire, IRelayConnection caller, Uri recogniser)
    {
        var message = new byte[1024];
        var audio = new byte[1024];
        try
        {
            using var provider = await wire.ConnectAsync(recogniser, sendsText: false);
            while (await caller.ReceiveAsync(message) is > 0 and var length)
            {
                await provider.SendAsync(wire.Read(message.AsMemory(0, length), audio));
            }
        }
        catch (Exception gone) when (gone is WebSocketException or SocketException)
        {
            // The run is over.
        }
    }
}
