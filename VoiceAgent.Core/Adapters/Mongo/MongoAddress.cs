using MongoDB.Driver;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Mongo;

/// <summary>
/// What <c>Storage:MongoUri</c> says, without ever repeating it: it may hold a password, and so may the driver's own messages about it.
/// </summary>
internal sealed class MongoAddress
{
    private const string DefaultDatabase = "voiceagent";
    private static readonly TimeSpan ServerSelectionTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly MongoUrl _url;
    private readonly string _text;

    private MongoAddress(MongoUrl url, string text)
    {
        _url = url;
        _text = text;
    }

    /// <summary>The database that the address names; <c>voiceagent</c> where it names none.</summary>
    public string Database => string.IsNullOrEmpty(_url.DatabaseName) ? DefaultDatabase : _url.DatabaseName;

    /// <summary>Hosts and ports, for the operator.</summary>
    public string Servers => string.Join(", ", _url.Servers);

    /// <summary>Throws <see cref="StorageException"/> for what is no address.</summary>
    public static MongoAddress Parse(string text)
    {
        try
        {
            var address = new MongoAddress(new MongoUrl(text.Trim()), text);
            _ = new DatabaseNamespace(address.Database);
            return address;
        }
        catch (Exception exception) when (exception is MongoException or ArgumentException or FormatException or OverflowException or InvalidOperationException)
        {
            // The exception is left out: its message repeats the whole address.
            throw new StorageException(
                "Storage:MongoUri is not a MongoDB connection string. It has the form "
                + "mongodb://user:password@host:27017/voiceagent?replicaSet=rs0, with special characters of the password percent-encoded.");
        }
    }

    /// <summary>
    /// Every write waits for the journals of a majority and is repeated by the driver when the connection breaks; reads go to the primary.
    /// The driver gets no logger: its command log would hold documents.
    /// </summary>
    public MongoClientSettings Settings()
    {
        try
        {
            var settings = MongoClientSettings.FromUrl(_url);
            settings.ApplicationName ??= "VoiceAgent";
            settings.WriteConcern = WriteConcern.WMajority.With(journal: true);
            settings.ReadConcern = ReadConcern.Local;
            settings.ReadPreference = ReadPreference.Primary;
            settings.RetryWrites = true;
            settings.RetryReads = true;
            settings.LoggingSettings = null;
            settings.TracingOptions = new MongoDB.Driver.Core.Configuration.TracingOptions { Disabled = true };
            settings.ServerSelectionTimeout = Says("serverSelectionTimeout") ? settings.ServerSelectionTimeout : ServerSelectionTimeout;
            settings.ConnectTimeout = Says("connectTimeout") ? settings.ConnectTimeout : ConnectTimeout;
            return settings;
        }
        catch (Exception exception) when (exception is not StorageException and not OutOfMemoryException)
        {
            // An address of the form mongodb+srv is looked up here; as above, its exception is left out.
            throw new StorageException($"The hosts of Storage:MongoUri ({Servers}) could not be found. Check the name and the network.");
        }
    }

    private bool Says(string option) => _text.Contains(option, StringComparison.OrdinalIgnoreCase);
}
